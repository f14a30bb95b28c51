"""The one question of a message that is mostly talk, and the talk that might change it."""

import pytest

from bot.desk import Desk


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "Somebody at the pub told me we've got 200 soldiers in Iraq. Surely not. How many are there really?",
            "Read as: status of Iraq. Left out: “Surely not”.",
        ),
        (
            "Hi, it's for Anzac Day. How many New Zealanders were killed in Afghanistan?",
            "Read as: incidents at or near Afghanistan. Left out: “Hi, it's for Anzac Day”.",
        ),
        (
            "the RSA newsletter wants a wee piece on RAMSI. Can you give me the timeline?",
            "Read as: timeline of Regional Assistance Mission to Solomon Islands.",
        ),
        (
            "No offence, but who told you that about Qatar?",
            "Read as: sources for Qatar. Left out: “No offence”.",
        ),
        (
            "Given that the ship had only just arrived, how many were in Tonga in 2022?",
            "Read as: status of Tonga in 2022. Left out: “Given that the ship had only just arrived”.",
        ),
        (
            "Given that Kuwait was hit, how many were in Iraq in 2019?",
            "Read as: status of Iraq in 2019. Left out: “Given that Kuwait was hit”.",
        ),
        (
            "Since when, and I realise it may be before your records, have we had people in New Caledonia?",
            "Read as: timeline of New Caledonia. Left out: “and I realise it may be before your records”.",
        ),
        (
            "My dad served with the Light Engineer Group. Were any of them hurt?",
            "Read as: incidents for Light Engineer Group, Basra.",
        ),
        (
            "Talkback host just said the Israel posting goes on 'indefinitely'. Until when is it authorised?",
            "Read as: mandate of Israel.",
        ),
        (
            "In 2015 we sent 143 to Iraq. How many in 2019?",
            "Read as: status of Iraq in 2019. ",
        ),
        (
            "Taji was attacked in January 2020. How many were there?",
            "Read as: status of Camp Taji in January 2020. ",
        ),
        (
            "the PM says 45 in Iraq",
            "Read as: status of Iraq. The number 45 was not used to look. Left out: “the PM says”.",
        ),
        (
            "Is the Korea mandate still running - somebody in the lift said it had lapsed - or not?",
            "Read as: mandate of South Korea.",
        ),
    ],
)
def test_the_question_among_the_talk_is_answered_and_the_talk_said_to_be_left_out(desk: Desk, text: str, note: str) -> None:
    """Who asks and why, claims and thanks change nothing; a place named before the question is what it is about."""
    assert desk.ask(text).headline.startswith(note)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "I only care about the women. How many are in Iraq?",
            "Engineers: how many in Iraq?",
            "Not the officers - how many in Iraq?",
        ),
        *(
            "My boss was in Kuwait. I liked Qatar. How many are there?",
            "The frob battalion: how many in Iraq?",
            "How many in Iraq (frobs)?",
        ),
        *("I know about Kuwait - and everyone but the SAS, how many in Afghanistan?"),
        *("A bloke in Kabul swears there were troops in Iraq in 2016", "I'm asking about gunners - how many are in Iraq"),
        *("Given that only officers went, how many are in Tonga?", "Given that it was hit in 2020, how many in Iraq?"),
        *("How many in Tonga? I mean in 2022", "How many in Tonga? I want the divers only", "infantry. how many are in Iraq"),
        *("We lost a ship in 2019. How many frobs in Iraq?", "In 2019, my editor says. How many fromage in Iraq?"),
    ],
)
def test_talk_that_may_change_the_question_is_asked_back(desk: Desk, text: str) -> None:
    """Who is counted, other places, a year, and what is left out stand against reading only a part of a message."""
    assert desk.ask(text).kind == "unclear"
