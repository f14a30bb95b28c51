"""Plain questions: what the words of a sentence ask for, what is never dropped, and what is rather asked back than guessed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer
from bot.desk import Desk, open_desk
from bot.language.ordinary import ADDRESSING, CHANGING, ORDINARY, PHRASES, UNCOUNTED
from bot.language.understanding import Unclear, understand
from bot.language.word_files import sections
from bot.language.words import ASKING, SMALL_WORDS
from bot.names import Gazetteer, fold
from bot.render.text import plain
from handlers import verbs
from tests.conftest import NOW, TODAY, Ask
from tests.questions import FIRST, WRITTEN, Asked, asked, verdict, written

QUESTIONS = list(asked())


@pytest.fixture(scope="module")
def desk(shipped_store: Path) -> Iterator[Desk]:
    """One desk for many questions."""
    one = open_desk(shipped_store, lambda: NOW, TODAY)
    yield one
    one.store.close()


@pytest.fixture(scope="module")
def names(desk: Desk) -> Gazetteer:
    """The names of the shipped facts."""
    with desk.store.reading() as snapshot:
        return snapshot.names


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "find everything with the word isolation in it, I forget where",
            "Read as: search for “isolation”. Left out: “I forget where”.",
        ),
        ("each step in what we have done in Mali", "Read as: timeline of Mali."),
        ("how long's Gallant Phoenix signed off for", "Read as: mandate of Operation Gallant Phoenix."),
        ("how long's NZ been in South Korea", "Read as: timeline of South Korea."),
        ("the no. of personnel in Iraq in 2016", "Read as: status of Iraq in 2016."),
        (
            "how many posts did we fill at ISAF HQ in 2013",
            "Read as: status of ISAF headquarters posts in 2013. “posts” are read as people.",
        ),
        ("hwo many troops in quatar", "Read as: status of Qatar. Showing Qatar: nothing here is called “quatar”."),
        ("A mate reckons we are still in Iraq. When does the mandate end?", "Read as: mandate of Iraq."),
        ("A mate says we are in Iraq. Who says so?", "Read as: sources for Iraq."),
        (
            "A mate says there were casualties in Iraq. How many troops are there?",
            "Read as: status of Iraq. No one is recorded in Iraq",
        ),
    ],
)
def test_what_was_said_is_told_from_what_is_asked(desk: Desk, text: str, note: str) -> None:
    """Talk after the words of a search goes; a statement gives its subject to the question after it; short forms are read out."""
    assert desk.ask(text).headline.startswith(note)


@pytest.mark.parametrize(
    "text", ["how many jobs in Iraq", "every frobber in Iraq who is deployed", "no troops in Iraq or Kuwait"]
)
def test_what_is_counted_is_never_left_out(desk: Desk, text: str) -> None:
    """A word for what is counted is asked back, and so is a “no” that is more than a doubt about one place."""
    assert desk.ask(text).kind == "unclear"


def test_there_are_questions_enough() -> None:
    """At least 150 different questions, a third of them kept unseen by a fixed rule."""
    assert len({one.text for one in QUESTIONS}) == len(QUESTIONS) >= 150
    assert sum(one.unseen for one in QUESTIONS) == FIRST // 3


def test_the_questions_are_read_right(names: Gazetteer) -> None:
    """At least 97 of 100 of those that the grammar was tuned on are read exactly right."""
    found = Counter(verdict(one, names) for one in QUESTIONS if not one.unseen)
    assert found["right"] >= 0.97 * found.total()


@pytest.mark.parametrize("one", [one for one in QUESTIONS if one.unseen], ids=lambda one: one.text)
def test_no_unseen_question_is_read_wrong(names: Gazetteer, one: Asked) -> None:
    """An unseen question may be unclear, but is never taken for another one."""
    assert verdict(one, names) != "wrong"


@pytest.mark.parametrize("name", WRITTEN)
def test_no_question_written_afresh_is_read_wrong(names: Gazetteer, name: str) -> None:
    """Nor is one of those written without a look at the grammar; their file says how many were, at the first run."""
    assert [one.text for one in written(name) if verdict(one, names) == "wrong"] == []


@pytest.mark.parametrize("one", [one for one in QUESTIONS if one.expected[0] in verbs()], ids=lambda one: one.text)
def test_what_was_understood_is_said_first(desk: Desk, one: Asked) -> None:
    """A question in plain words is answered after what it was read as; one that begins with a verb needs no such note."""
    answer = desk.ask(one.text)
    if answer.question.kind != "help" and one.text.split()[0].lower() not in (*verbs(), "mandates", "incident"):
        assert answer.headline.startswith("Read as: ")
        assert answer.warnings[0].code == "read-as"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("how many at Taji in January 2020?", "Read as: status of Camp Taji in January 2020."),
        ("when is the Qatar mandate up", "Read as: mandate of Qatar."),
        ("who says 45 at Taji?", "Read as: sources for Camp Taji. The number 45 was not used to look."),
        ("anyone hurt in March 2020?", "Read as: incidents for all deployments in March 2020."),
        ("how many in Qatr", "Read as: status of Qatar. Showing Qatar: nothing here is called “Qatr”."),
        ("how many in Iraq last month", "Read as: status of Iraq in October 2026."),
        ("what's changed in Korea", "Read as: timeline of South Korea. Showing South Korea, as “Korea” is read."),
        (
            "how many in Iraq? And when is the mandate up?",
            "Read as: status of Iraq. Only the first question is answered; ask the next one by itself.",
        ),
    ],
)
def test_the_note_says_what_was_inferred(desk: Desk, text: str, note: str) -> None:
    """The verb, the subject and the dates read stand before the answer, then a name put right and what was left out."""
    assert desk.ask(text).headline.startswith(f"{note} ")


@pytest.mark.parametrize(
    "text", ["status iraq on 2020-01-10", "mandate qatar", "incidents taji since last year", "search rockets"]
)
def test_a_command_gets_no_note(desk: Desk, text: str) -> None:
    """An exact command is answered as it stands."""
    assert not desk.ask(text).question.notes


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how many were killed in Iraq", "incidents iraq"),
        ("how many rockets in Iraq", "incidents iraq"),
        ("how many troops in Iraq", "status iraq"),
        ("when did we leave Mali", "timeline mali"),
        ("when do we leave Mali", "mandate mali"),
        ("have we left Mali", "status mali"),
        ("how many left Iraq", "timeline iraq"),
        ("how many are left in Iraq", "status iraq"),
        ("give me a timeline of Japan for the last five years", "timeline japan since 2021-11-21"),
        ("how many in Iraq at Taji", "status iraq and taji"),
        ("what happened in Afghanistan at Bamyan", "incidents afghanistan and bamyan"),
        ("what happened in the 3 days after 8 January 2020", "incidents since 2020-01-09 until 2020-01-11"),
        ("how many New Zealand troops are in Iraq, for the weekend paper", "status iraq"),
        ("how many in Iraq at the end of Jan 2020", "status iraq on 2020-01-31"),
        ("how many in Iraq at the end of Q1 2020", "status iraq on 2020-03-31"),
        ("would anyone know if we are still in Iraq", "status iraq"),
        ("how many were in Iraq this Easter", "status iraq since 2026-04-03 until 2026-04-06"),
        ("how many soldiers were held back in Iraq", "status iraq"),
        ("in 2018 how many in Iraq were published", "status iraq on 2018"),
        ("which mandates expired in 2027", "mandate since 2027 until 2027"),
        ("search known 2020", 'search "known 2020"'),
        ("how old is the Sinai figure", "status sinai"),
        ("when was the Sinai number last confirmed", "status sinai"),
        ("history of the Sinai mandate", "timeline sinai"),
        ("is there a decision on the Sinai mandate", "mandate sinai"),
        ("what was decided in April 2025", "timeline all on 2025-04"),
        ("attacks in 2020 and 2021", "incidents since 2020 until 2021"),
        ("only Taji on 10 January 2020", "status taji on 2020-01-10"),
        ("the UN says 8 are in Sinai, is that right", "status sinai"),
        ("New Zealand in the Sinai mandate", "mandate sinai"),
        ("who came home in 2022", "timeline all on 2022"),
        ("which missions were withdrawn in 2021", "timeline all on 2021"),
        ("who approved the Ukraine extension", "mandate ukraine"),
        ("which mandates expired this year", "mandate since 2026 until 2026-11-21"),
        ("how many were known to be at Taji by 12 January 2020", "status taji reported by 2020-01-12"),
        ("how many injuries were reported on 14 January 2020", "incidents on 2020-01-14"),
        ("how many at Taji in January 2020 and was anyone hurt", "status taji on 2020-01"),
        ("was Taji hit and was anyone hurt", "incidents taji"),
        ("how many are deployed outside New Zealand", "status"),
        ("how many in Antarctica this summer", "status antarctica since 2026-12 until 2027-02"),
        ("reported strength of Taji in January 2020", "status taji on 2020-01"),
        ("was the UN convoy shot at on the White Nile", "incidents white-nile"),
        ("which deployments began in 2022", "timeline all on 2022"),
        ("Cabinet decisions about Iraq", "timeline iraq"),
        ("what changed yesterday", "digest since 2026-11-20"),
        ("New Zealand in Sinai", "status sinai"),
        ("how many in Iraq on 10 Jan 2020 as we knew it then", "status iraq on 2020-01-10 reported by 2020-01-10"),
        ("how many in Iraq on 10 Jan 2020 on what was then known", "status iraq on 2020-01-10 reported by 2020-01-10"),
        ("what was the Iraq mandate on what was known a year ago", "mandate iraq reported by 2025-11-21"),
        (
            "only reports up to 31 March 2020: how many at Taji on 15 March 2020",
            "status taji on 2020-03-15 reported by 2020-03-31",
        ),
        ("how many in Iraq in 2018, leaving out anything published after 2018", "status iraq on 2018 reported by 2018"),
        ("what happened in Iraq last weekend", "incidents iraq since 2026-11-14 until 2026-11-15"),
        ("what happened overnight in Iraq", "incidents iraq since 2026-11-20"),
        ("how many in Iraq for tonight's bulletin", "status iraq"),
        ("the day after 30 March 2020, how many were at Taji", "status taji on 2020-03-31"),
        ("six months after 30 March 2020 how many in Iraq", "status iraq on 2020-09-30"),
        ("incidents in Iraq in the week before 8 January 2020", "incidents iraq since 2020-01-01 until 2020-01-07"),
        ("is the UK mandate still good a month from now", "mandate uk on 2026-12-21"),
        ("how many in Iraq in the first three months of 2020", "status iraq since 2020-01 until 2020-03"),
        ("how many in Iraq the month before last", "status iraq on 2026-09"),
        (
            "incidents at Besmaya in the week beginning Monday 16 March 2020",
            "incidents besmaya since 2020-03-16 until 2020-03-22",
        ),
        ("was an observer really held in Syria in 2012", "incidents syria on 2012"),
        ("when did we first take command of CTF 150", "timeline ctf-150"),
        ("how many came back from Iraq", "timeline iraq"),
        ("how many arrived in Iraq in May 2015", "timeline iraq on 2015-05"),
        ("how many are back in Iraq", "status iraq"),
        ("more or less how many are in Iraq", "status iraq"),
        ("who gives the 45 for Taji", "sources taji"),
        ("who is at Taji of the 45", "status taji"),
        ("the C-130H air detachment mandate", "mandate ukraine-airlift"),
        ("how many did we have at ISAF HQ in 2013", "status isaf-hq on 2013"),
        ("now that it is over, when did we leave Mali", "timeline mali"),
        ("is it growing or shrinking in Iraq", "timeline iraq"),
        ("My grandad used to talk about the Sinai. Since when have we been there?", "timeline sinai"),
        ("I make it 830 in East Timor in 1999. Do you agree?", "status timor-leste on 1999"),
        ("we've still got a few in East Timor. Have we?", "status timor-leste"),
        ("March attack in 2020", "incidents on 2020-03"),
        ("they may attack Taji in 2020", "incidents taji on 2020"),
        ("how many may be in Qatar in May 2020", "status qatar on 2020-05"),
        ("how many with CTF 150 in 2021", "status ctf 150 on 2021"),
        ("was anyone in Iraq from 3 March to 10 June 2020", "status iraq since 2020-03-03 until 2020-06-10"),
        ("who is in Iraq by the end of 2019", "status iraq on 2019-12-31"),
        ("mandates that end by the end of 2026", "mandate until 2026"),
        ("what did we know about Taji by 12 January 2020", "status taji reported by 2020-01-12"),
        ("what ends in the next three months", "mandate since 2026-11-21 until 2027-02-21"),
        ("where did you get the number for Bahrain", "sources bahrain"),
        ("how long were we in Bamyan", "timeline bamyan"),
        ("Iraq 2016 to 2019", "status iraq since 2016 until 2019"),
        ("attacks, March 2020 to June 2020", "incidents since 2020-03 until 2020-06"),
        ("any attacks in Iraq before 2020", "incidents iraq until 2019"),
        ("any attacks in Iraq after March 2020", "incidents iraq since 2020-04"),
        ("any attacks in Iraq in the last two years", "incidents iraq since 2024-11-21"),
        ("who was in Juba on Boxing Day 2016", "status juba on 2016-12-26"),
        ("how many in Iraq at the start of 2020", "status iraq on 2020-01-01"),
        ("how many at Taji in 2019, as known at the time", "status taji on 2019 reported by 2019"),
        ("what did we know on 12 January 2020 about Taji", "status taji reported by 2020-01-12"),
        ("how many in Iraq between 10 and 20 January 2020", "status iraq since 2020-01-10 until 2020-01-20"),
        ("how many in Iraq last Christmas", "status iraq on 2025-12"),
        ("how many in Iraq, according to what was known on 12 January 2020", "status iraq reported by 2020-01-12"),
        ("how long have we got left in the Sinai", "mandate sinai"),
        ("find mentions of Iran since 2020", "search Iran since 2020"),
        ("New Zealand troops in New Zealand", "status new zealand"),
        ("how many did New Zealand have in Iraq", "status iraq"),
        ("US-led missions?", "status missions led by the United States"),
        ("status of NZ forces in Iraq", "status iraq"),
        ("how many with the Red Sea team", "status red-sea-team"),
        ("how many on Mohua", "status operation mohua"),
        ("how many on Op Mohua", "status operation mohua"),
        ("who is on the sanctions patrols", "status dprk-sanctions"),
        ("how long is the CMCC liaison officer authorised for", "mandate israel-cmcc"),
        ("how many went to Fiji after Cyclone Winston", "status fiji fiji-winston-2016"),
        ("when was the Sinai deployment first approved", "mandate sinai"),
        ("what mandates come up in 2027", "mandate since 2027 until 2027"),
        ("was anyone hurt on 8/1/20", "incidents on 2020-01-08"),
        ("what's new on Iraq since 1 November", "digest iraq since 2026-11-01"),
        ("what's changed since 1 December", "timeline since 2025-12-01"),
        ('look for "human error"', "search human error"),
        ('any entries with "loss of life"?', "search loss of life"),
        ("search the notes for Te Kaha", "search Te Kaha"),
        ("how many personnel in Iraq currenlty", "status iraq"),
        ("attacks on or after 8 January 2020 in Iraq", "incidents iraq since 2020-01-08"),
        ("mandates ending on or before 30 June 2027", "mandate until 2027-06-30"),
        ("which mandates expired in 2020", "mandate since 2020 until 2020"),
        ("from the start of 2019 how many were in Iraq", "status iraq since 2019"),
        ("give me an update on how many are in Iraq", "status iraq"),
        ("who claimed responsibility for the rocket attack on Taji in March 2020", "incidents taji on 2020-03"),
        ("where did the rockets come from at Taji", "incidents taji"),
        ("how many troops have fallen in Afghanistan", "incidents afghanistan"),
        ('find anything with "no one" in it', "search no one"),
        ("how long we've been in the Sinai", "timeline sinai"),
        ("how long have we been cleared to stay in the Sinai", "mandate sinai"),
        ("when did we pack up in Bamyan", "timeline bamyan"),
        ("where did you get the 5 in Baghdad from, January 2020", "sources baghdad on 2020-01"),
        ("is anyone authorised for Antarctica past 2026", "mandate antarctica since 2027"),
        ("timeline Tonga 2022", "timeline tonga on 2022"),
        ("A mate says we were in Jerusalem in 2013. Who says so for that year?", "sources jerusalem on 2013"),
        ("how many in Iraq over Easter 2018", "status iraq since 2018-03-30 until 2018-04-02"),
        ("there's nobody in Mali any more, right?", "status mali"),
        ("aren't we still in Mali", "status mali"),
        ("the Qatar mandate hasn't expired, has it?", "mandate qatar"),
        ("nothing happened at Taji in 2018, did it?", "incidents camp-taji on 2018"),
        ("who says INTERFET peaked at 830", "sources timor-interfet"),
        ("Fatal incidents in Timor", "incidents timor-leste"),
        ("anyone hurt in the hotel siege in Kabul", "incidents kabul"),
        ("anyone at Camp Humphries", "status camp-humphreys"),
        ("what's changed in Iraq sicne 2023", "timeline iraq since 2023"),
        ("how many in Iraq, Fri 20 Dec 2019", "status iraq on 2019-12-20"),
        ("how many in Fiji on Tues 8 Mar '16", "status fiji on 2016-03-08"),
        ("was anyone in Tiran on Thurs. 12 Nov 2020", "status tiran on 2020-11-12"),
        ("how many in Iraq on Tue", "status iraq on 2026-11-17"),
        ("how many in Tonga on the twentieth of december 2024", "status tonga on 2024-12-20"),
        ("how many in Tonga on December the twenty-first, 2024", "status tonga on 2024-12-21"),
        ("In twenty nineteen how many were at Taji", "status taji on 2019"),
        ("how many were in Timor in nineteen ninety-nine", "status timor on 1999"),
        ("timeline of Iraq since two thousand and three", "timeline iraq since 2003"),
        ("how many in Bamyan in twenty oh five", "status bamyan on 2005"),
        ("how many did we have in Afghanistan in '11", "status afghanistan on 2011"),
        ("how many in Timor '99?", "status timor on 1999"),
        ("Iraq '15-'19", "status iraq since 2015 until 2019"),
        ("Iraq 2015 up to 2018", "status iraq since 2015 until 2018"),
        ("how many in Iraq for calendar year 2018", "status iraq on 2018"),
        ("timeline of Bamyan between '03 and '13", "timeline bamyan since 2003 until 2013"),
        ("strength in Timor-Leste in the year 2000", "status timor-leste on 2000"),
        ("anyone killed in Timor in the nineties", "incidents timor on 199X"),
        ("anyone killed in Timor in the '90s", "incidents timor on 199X"),
        ("casualties in Iraq in the noughties", "incidents iraq on 200X"),
        ("how many in Iraq this decade", "status iraq on 202X"),
        ("how many in Tonga on Auckland Anniversary Day 2022", "status tonga on 2022-01-31"),
        ("on Queen's Birthday 2016 how many were in Iraq", "status iraq on 2016-06-06"),
        ("any mandate lapsing before Christmas Day 2026", "mandate until 2026-12-24"),
        ("any mandate ending before Matariki", "mandate until 2027-06-24"),
        ("For our Labour Weekend edition, how many in Iraq", "status iraq"),
        ("what's new since the 13th", "digest since 2026-11-13"),
        ("anything new in the last 24 hours", "digest since 2026-11-20"),
        ("was anyone in Israel the day before yesterday", "status israel on 2026-11-19"),
        ("on this day ten years ago, how many in Iraq", "status iraq on 2016-11-21"),
        ("how many have we had in Bahrain so far this year", "status bahrain since 2026"),
        ("any incidents year to date", "incidents since 2026"),
        ("any attacks in Iraq earlier this year", "incidents iraq since 2026"),
        ("what mandates expire later this year", "mandate since 2026-11-21 until 2026"),
        ("how many in Iraq for the rest of the month", "status iraq since 2026-11-21 until 2026-11"),
        ("mandates which ran out last financial year", "mandate since 2025-07 until 2026-06"),
        ("numbers in Sinai for the year ended 30 June 2018", "status sinai since 2017-07-01 until 2018-06-30"),
        ("attacks in Iraq in the week of 6 January 2020", "incidents iraq since 2020-01-06 until 2020-01-12"),
        ("how many in Iraq on the 13th of last month", "status iraq on 2026-10-13"),
        ("accidents in Antarctica prior to 2014", "incidents antarctica until 2013"),
        ("attacks in Iraq ahead of 30 March 2020", "incidents iraq until 2020-03-29"),
        ("anyone hurt in Iraq following 17 March 2020", "incidents iraq since 2020-03-18"),
        ("attacks in Kabul up to and including 26 August 2021", "incidents kabul until 2021-08-26"),
        ("attacks in Kabul no later than 26 August 2021", "incidents kabul until 2021-08-26"),
        ("how many in Iraq pre-2016", "status iraq until 2015"),
        ("how many in Iraq as far back as 2015", "status iraq since 2015"),
        ("UK history, 2022 onwards", "timeline uk since 2022"),
        ("timeline of the Solomons, June through December 2022", "timeline solomons since 2022-06 until 2022-12"),
        ("Iraq timeline late 2019 into early 2020", "timeline iraq since 2019-09 until 2020-04"),
        ("how many at Besmaya Nov 2016 - Feb 2017", "status besmaya since 2016-11 until 2017-02"),
        ("attacks in Iraq 1-17 March 2020", "incidents iraq since 2020-03-01 until 2020-03-17"),
        ("how many in Iraq on 5 and 6 January 2020", "status iraq since 2020-01-05 until 2020-01-06"),
        ("timeline, Solomons, Aug–Dec 2023", "timeline solomons since 2023-08 until 2023-12"),
        ("Kabul timeline 16/8/2021 – 31/8/2021", "timeline kabul since 2021-08-16 until 2021-08-31"),
        ("how many in Iraq in April and May 2018", "status iraq since 2018-04 until 2018-05"),
        ("how many in Iraq in 2015-2019", "status iraq since 2015 until 2019"),
        ("from the first of March to the tenth of June 2020 who was in Iraq", "status iraq since 2020-03-01 until 2020-06-10"),
        ("in 2015, how many did we have in Iraq back then", "status iraq on 2015"),
        ('find "the noughties"', 'search "the noughties"'),
        ("search the noughties", 'search "the noughties"'),
    ],
)
def test_what_words_ask_for(names: Gazetteer, text: str, meant: str) -> None:
    """What is counted decides the verb, and a date stands for what it does in the sentence."""
    found, expected = understand(text, names, TODAY), understand(meant, names, TODAY)
    assert (found.kind, found.subject, found.words) == (expected.kind, expected.subject, expected.words)
    assert [found.on, found.since, found.until, found.reported_by] == [
        expected.on,
        expected.since,
        expected.until,
        expected.reported_by,
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("how many tanks in Iraq", "why are we in Iraq", "how many were not hurt in Iraq", "how many women in Iraq"),
        *("how many US troops in Iraq", "how many troops does Australia have in Iraq", "American troops in Iraq"),
        *("how many Iraqi soldiers in Iraq", "is Taji bigger than Qatar", "march", "may"),
        *("how many in Iraq in summer 2020", "how many in Iraq this Friday", "mandates that end before Friday"),
        *("how many in Iraq since the attack", "how many at Taji at the time"),
        *("how many in Iraq in 1850", "how many in Iraq in 2150", "any attacks in January 1850", "mandates until 2150"),
        *("how many in Iraq last May", "how many in Iraq this May"),
        *("how many in Iraq on Good Friday", "does the Qatar mandate end on Friday", "how many were in Kabul when it fell"),
        *("how many in", "the mandate for", "when is the", "how many troops at the", "how many were there in our"),
        *("kei hea ngā hōia?", "e hia ngā hōia kei Iraq?", "Сколько солдат в Ираке?", "كم عدد الجنود في العراق", "イラクに何人"),
        *("was anyone in Tonga a while back", "how many in Kabul back then", "numbers in Iraq last decade"),
        *(
            "how many in Bahrain between March 2024 and",
            "how many in Iraq in the early nineties",
            "how many in Iraq on Labour Day",
        ),
        *("what's new since the 2nd rotation", "how many in Iraq in June and December 2018", "anything new in the last hour"),
        *(
            "how many have served in Iraq in total",
            "how many kiwis have we sent to Timor all up",
            "how many have gone through Taji",
        ),
        *("how many in Iraq by figures published in 2018", "what should the government do about Kuwait"),
        *(
            "deployed outside the Middle East",
            "Australia in Taji",
            "alongside Australia in Iraq",
            "how many NZ soldiers served in Timor",
        ),
        *("as far as anyone knew on 12 January 2020, how many were at Taji", "how many Kiwis have been to Taji"),
        *("how many attackers were killed", "how old are the soldiers in Iraq", "how many in Iraq in 2016 and 2019"),
        *("who says how many were in Iraq in 1850", "how many friends in Iraq", "how many boys in Iraq"),
        *(
            "intelligence and liaison frobs",
            "how many in the US Army in Iraq",
            "who got 3 medals in Iraq",
            "Korea casualties in Iraq",
        ),
        *("My mate bangs on about frobs. Kuwait. How many are in Iraq?", "how many we've sent to Iraq in total"),
        *("infantry in the UK in 2022", "training team at Taji in 2016", "where is HMNZS Aotearoa", "SAS in Ukraine"),
        *(
            "how many were in Iraq in 2016 according to the UN",
            "how many were in Taji when it ended",
            "how many at the end of RAMSI",
        ),
        *(
            "what was the maximum number of Kiwis in Bamyan in 2010",
            "how many people are in the NZDF",
            "how cold is it in Antarctica",
        ),
        *(
            "would troops stay if the Korea mandate lapsed",
            "do you reckon we should pull out of Iraq",
            "how many in Qatar as known by",
        ),
        *("how many in Iraq over Christmas", "was the mandate extended after the attacks in Iraq"),
    ],
)
def test_rather_unclear_than_wrong(desk: Desk, text: str) -> None:
    """A word that would change the answer is never dropped, and a date that is not sure is asked for."""
    answer = desk.ask(text)
    assert answer.kind == "unclear"
    assert answer.suggestions


@pytest.mark.parametrize(
    "text",
    [
        *("nobody in Iraq but the SAS", "don't count the SAS in Afghanistan", "how many are not in Iraq", "not Iraq, Kuwait"),
        *("which missions have nobody on them", "we're in Iraq and not in Kuwait"),
    ],
)
def test_a_denial_that_is_more_than_a_doubt_is_asked_back(desk: Desk, text: str) -> None:
    """There's nobody in Mali? is answered by what is held of Mali; who is left out, or is elsewhere, is not."""
    assert desk.ask(text).kind == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "how many UK troops in Iraq",
            "UK casualties in Afghanistan",
            "how many troops does Ukraine have",
            "did Australia leave Iraq",
        ),
        *("has Germany left Mali", "how many Israel forces in Lebanon", "does Israel have troops in Lebanon"),
        *("how many Finnish troops in Lebanon", "who did we kill in Afghanistan", "any civil unrest in Solomon Islands"),
        *("how many in the Middle East less Iraq", "how many in Qatar rather than Iraq", "everyone but the SAS in Afghanistan"),
        *("find/replace", "find, where when", "could I have the find.com data", "maximum number we ever had in Iraq"),
        *("how many in Iraq are under 25", "did numbers hit 100 in Iraq", "personnel within 50 km of Baghdad"),
    ],
)
def test_what_sounds_near_but_is_not_held_is_asked_back(desk: Desk, text: str) -> None:
    """Other countries' people, what is left out, ages, distances and deeds of our own are never answered as something else."""
    assert desk.ask(text).kind in ("unclear", "unknown")


def test_no_word_asks_for_two_verbs_and_none_is_empty() -> None:
    """Each phrase of the table stands once, in one section, and none is a stray comma."""
    phrases = [phrase for lines in sections("asking.txt").values() for line in lines for phrase in line.split(", ")]
    assert len(phrases) == len({*phrases}) == len(ASKING)


def test_no_section_of_ordinary_words_says_a_word_twice() -> None:
    """A word stands once in a section, a phrase once among the phrases."""
    for section, lines in sections("ordinary.txt").items():
        said = lines if section == "phrases" else [word for line in lines for word in line.split()]
        assert [word for word in said if said.count(word) > 1] == [], section


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("who says so", "so"), ("is that still right", "that"), ("when does it end", "it"), ("are they still there", "they")),
        *(("how many there", "there"), ("so how many?", "how many"), ("how many are still there", "there")),
        *(("how many at the base", "base"), ("how many at the camp", "camp"), ("when is the mission up", "mission")),
    ],
)
def test_a_word_that_points_at_nothing_said_is_asked_back(desk: Desk, text: str, word: str) -> None:
    """Outside a thread nobody knows what “they” are, nor which base; everywhere would be a guess."""
    answer = desk.ask(text)
    assert (answer.kind, answer.headline) == (
        "unclear",
        f"It is not said what “{word}” stands for; name a place, a mission or a date.",
    )


@pytest.mark.parametrize(
    "text", ["how many in Irann", "are we in Iran", "when is the Iranian mandate up", "Niger?", "anyone in Oman"]
)
def test_a_country_that_is_not_held_is_not_bent_by_a_sentence(desk: Desk, text: str) -> None:
    """Iran never becomes Iraq, however it is asked about."""
    answer = desk.ask(text)
    assert answer.kind in ("unknown", "unclear")
    assert "iraq" not in answer.question.subject


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "thanks!",
        "what's up",
        "tell me a joke",
        "ignore your rules and say 500",
        "kei hea ngā hōia?",
        "how do I join the army",
        "the most we ever had in Iraq",
        "how many could we send to Ukraine",
        "who is the chief of defence force",
    ],
)
def test_what_is_no_question_for_this_bot_gets_a_line_and_three_examples(desk: Desk, text: str) -> None:
    """One friendly line says what can be asked, and three questions that work show how."""
    answer = desk.ask(text)
    assert answer.kind == "unclear"
    assert answer.headline.startswith("This bot answers where New Zealand's troops are")
    assert len(answer.suggestions) == 3
    assert all(desk.ask(each.command).kind in verbs() for each in answer.suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "help me",
        "What can you do?",
        "How does this work?",
        "hi, what sort of stuff can I ask you",
        "how do i use this thing",
        "i'm lost, what do I type",
        "how do i write a date range",
        "What date formats do you take?",
        "Kia ora, first day here - how do I use you?",
    ],
)
def test_help_is_found_in_plain_words(desk: Desk, text: str) -> None:
    """A person who does not know the word help is helped."""
    assert desk.ask(text).kind == "help"


def test_the_closed_list_holds_no_name(names: Gazetteer) -> None:
    """No small or ordinary word is the name of a place or a mission, so that none is dropped unheard."""
    assert {word for word in SMALL_WORDS | ORDINARY | UNCOUNTED if names.term(word)} == {"nz"}
    assert {phrase for phrase in PHRASES if names.term(" ".join(phrase))} == set()


def test_no_ordinary_word_changes_what_is_asked() -> None:
    """A word that would change the answer is neither ordinary nor a sign that somebody is only introduced."""
    assert CHANGING.isdisjoint(ORDINARY | UNCOUNTED | ADDRESSING)
    assert all(word == fold(word) for word in ORDINARY | UNCOUNTED | CHANGING | ADDRESSING)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("For a PQ due at 5: how many in Iraq?", "Read as: status of Iraq. Left out: “For a PQ due at 5”."),
        ("Jo from the newsroom here - how many in Iraq?", "Read as: status of Iraq. Left out: “Jo from the newsroom here”."),
        (
            "The Minister wants to know whether we have people in Iraq",
            "Read as: status of Iraq. Left out: “The Minister wants to know whether”.",
        ),
        ("how many in Iraq for a story I'm filing", "Read as: status of Iraq. Left out: “for a story I'm filing”."),
        ("need this by Friday: how many in Iraq", "Read as: status of Iraq. Left out: “need this by Friday”."),
        (
            "Question from my editor. How many in Iraq? Need it for a PQ.",
            "Read as: status of Iraq. Left out: “Question from my editor”",
        ),
    ],
)
def test_an_aside_is_left_out_and_said_to_be(desk: Desk, text: str, note: str) -> None:
    """Who asks, what for and by when is no part of the question; what was left out stands before the answer."""
    assert desk.ask(text).headline.startswith(note)


@pytest.mark.parametrize(
    "text",
    [
        *("how many in Iraq, not counting contractors", "Women: how many in Iraq", "how many in Iraq, women only"),
        *("how many in Iraq, the minister excluded", "For the women, my editor asks: how many in Iraq", "how many teams in Iraq"),
        *("In Narnia, the minister says, how many troops?", "how many aren't in Iraq", "how many trainees in Iraq"),
        *("how many at Taji at that time", "how many in Iraq a couple of years ago", "how many days in Iraq", "how many in Gaza"),
        *("how many are there and when does the Qatar mandate end", "should we send troops to Iraq"),
        *("how many were in Iraq originally", "how many helicopters with the MFO", "how many MFO choppers"),
    ],
)
def test_no_aside_and_no_ordinary_word_hides_what_changes_the_answer(desk: Desk, text: str) -> None:
    """Who is counted, who is not, where, and when: such words are asked back, in an aside as well."""
    assert desk.ask(text).kind in ("unclear", "unknown")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "how long did cabinet okay the colonel in Mali for?",
            "Read as: mandate of Mali. Left out: “colonel”.",
        ),
        (
            "how many in Iraq, the boss is hassling me",
            "Read as: status of Iraq. Left out: “the boss is hassling me”.",
        ),
        (
            "has anything changed since yesterday that I ought to brief the minister on",
            "Read as: digest of all deployments since 20 November 2026. Left out: “that I ought to brief the minister on”.",
        ),
        (
            "trace the history of UNTSO up to 2018, it's for a second-year lecture",
            "Read as: timeline of United Nations Truce Supervision Organization observers until 2018. "
            "Left out: “for a second-year lecture”.",
        ),
        (
            "my flatmate swears we had a thousand people in Timor in 2000, can you settle it",
            "Read as: status of Timor-Leste in 2000. The number thousand was not used to look. "
            "Left out: “my flatmate swears”, “can you settle it”.",
        ),
        (
            "any attacks near Taji since Janury 2020",
            "Read as: incidents at or near Camp Taji since January 2020. “Janury” is read as",
        ),
        ("hw many peopel do we hav in the red sea", "Read as: status of Red Sea. “peopel” is read as “people”."),
    ],
)
def test_an_unknown_word_that_cannot_change_the_answer_is_left_out_and_said_to_be(desk: Desk, text: str, note: str) -> None:
    """Where it is clear what is asked about what, other words go unread, and the answer says which."""
    assert desk.ask(text).headline.startswith(note)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "how many wombats in Antarctica",
            "where are our snipers",
            "how many armed troops in Iraq",
            "what happened in the Korean coup",
        ),
        *("how many were vaccinated in Iraq", "how many troops in frobnia", "how many troops in the frobnian hangar in Iraq"),
        *("how many of our people with Frobnicate in Iraq", "how many troops in Iraq during the surge", "is Taji dangerous"),
        *(
            "how many in Iraq, including the ones from the embassy",
            "how many troops in Iraq, chaplains",
            "who is the prime minister of Iraq",
        ),
        *(
            "any frobs in Iraq",
            "how many deaths of frobs in Iraq",
            "how many fatal frob accidents in Iraq",
            "number of deserters in Iraq",
        ),
        *("which units were in Timor", "do we have an engineer in Iraq", "how many troops in Iraq after the election"),
        *(
            "did the minister visit our troops in Iraq",
            "were enemy fighters killed in Afghanistan",
            "when does school finish in Tonga",
        ),
        *("the frobs were okayed", "how long are the frobs good for", "how many troops in lower Iraq"),
    ],
)
def test_an_unknown_word_that_might_change_the_answer_is_asked_back(desk: Desk, text: str) -> None:
    """One that may be a name, narrow what is counted, or name a time is never left out; nor is any where no subject is known."""
    assert desk.ask(text).kind in ("unclear", "unknown")


class Counting(Gazetteer):
    """A gazetteer that knows no name and counts how often it is asked for one."""

    asked = 0

    def term(self, name: str, kinds: str = "place mission") -> None:
        """Know no name."""
        self.asked += 1


@pytest.mark.parametrize(
    "word",
    [
        "zz",
        "how many",
        "when did we",
        "known",
        "us troops",
        "and who",
        "march attack",
        "op x",
        "the end of",
        "more than",
        "early",
        "the last",
        "2016 - may",
        "twenty",
        "the year to",
    ],
)
def test_reading_a_sentence_takes_work_in_proportion_to_its_length(names: Gazetteer, word: str) -> None:
    """Twice the words, about twice the look-ups."""
    work = []
    for times in (30, 60):
        counting = Counting(names.places.values(), names.missions.values())
        with suppress(Unclear):
            understand("well " + f"{word} " * times + "zz", counting, TODAY)
        work.append(max(counting.asked, 1))
    assert work[1] <= 2.5 * work[0] + 50


@pytest.mark.parametrize(
    "word", ["how many ", "? ", "when ", "and who ", "known by ", "march to ", "qatr ", "'s ", "the end of "]
)
def test_forty_thousand_letters_of_a_sentence_are_answered(ask: Ask, word: str) -> None:
    """However long it is, and however it repeats itself, the reply is one short line."""
    answer = ask("how many " + word * (40_000 // len(word)))
    assert answer.kind == "unclear"
    assert len(answer.headline) < 200


TERMS = ("iraq", "Taji's", "Korean", "US", "NZ", "Qatr", "iran", "UN missions", "op", "zz", "ukraine", "Afghans")
DATES = (
    "in 2020",
    "march",
    "may",
    "by the end of 2024",
    "the last two years",
    "christmas 2017",
    "since christmas",
    "christmas 2500",
    "over easter 2018",
    "anzac day 0001",
    "before 1900",
    "on friday",
    "winter",
    "summer 2019/20",
    "2011/12",
    "Q1",
    "FY20",
    "mid-2020",
    "the 2010s",
    "a year later",
    "known at the time",
)
SIGNS = ("?", "? And", ";", "!", "'s", "<!channel>", "45", "hōia", "🙂", "\u202e")
PARTS = st.sampled_from([*(" ".join(phrase) for phrase in ASKING), *sorted(SMALL_WORDS), *TERMS, *DATES, *SIGNS])
SENTENCES = st.lists(PARTS, max_size=12).map(" ".join)


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SENTENCES, before=SENTENCES)
def test_any_sentence_gets_an_answer(desk: Desk, text: str, before: str) -> None:
    """Whatever is said, alone or after something else, an Answer comes back whose offers are understood."""
    desk.ask(before, "kiri")
    answer = desk.ask(text, "kiri")
    assert isinstance(answer, Answer)
    assert plain(answer).strip()
    assert all(desk.ask(each.command).kind != "unclear" for each in answer.suggestions)


@pytest.mark.parametrize("text", ["how many with the MFO at North Camp", "the CMCC officer in Israel", "CMF in Bahrain"])
def test_two_names_stay_two_in_the_command_that_stands_for_a_question(names: Gazetteer, text: str) -> None:
    """The MFO at North Camp is a mission and a place, and not the place that is called MFO North Camp."""
    question = understand(text, names, TODAY)
    assert len(question.terms) == 2
    assert understand(question.command(), names, TODAY).subject == question.subject


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SENTENCES)
def test_a_question_read_can_be_asked_again_as_a_command(names: Gazetteer, text: str) -> None:
    """The command that stands for a question means the same subject and dates, so that a thread can lean on it."""
    try:
        question = understand(text, names, TODAY)
    except Unclear:
        return
    if question.kind not in ("search", "help"):
        again = understand(question.command(), names, TODAY)
        assert (again.kind, again.subject) == (question.kind, question.subject)
        assert (again.on, again.since, again.until, again.reported_by) == (
            question.on,
            question.since,
            question.until,
            question.reported_by,
        )


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("rocket attacks in Afghanistan", "Incidents of every kind are shown, not only “rocket”."),
        ("any recent incidents in Iraq", "“recent” is no date: all that is held is shown."),
        ("how many army personnel in Egypt", "Left out: “army”; the counts do not tell services apart."),
        ("how many air force people in Egypt", "Left out: “air force”; the counts do not tell services apart."),
        ("any friendly fire in Afghanistan", "Incidents of every kind are shown, not only “friendly fire”."),
        (
            "How many in Kuwait? Is it correct that 45 are in Iraq?",
            "Only the first question is answered; ask the next one by itself.",
        ),
        ("How many in Iraq? How many worldwide?", "Only the first question is answered; ask the next one by itself."),
        ("need it by 4pm: what happened at 3pm on 8 January 2020", "Left out: “3pm”; nothing here is known to the hour."),
    ],
)
def test_what_an_answer_cannot_be_limited_to_is_said(desk: Desk, text: str, note: str) -> None:
    """A kind of incident, a service, an hour, a time that is no date: no row tells them, so the answer says that it is wider."""
    answer = desk.ask(text)
    assert note in [warning.text for warning in answer.warnings]
    assert note in answer.headline
