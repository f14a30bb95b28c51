"""The words that people use, as tables: what each asks for, and the closed list of those that may be dropped.

A word that stands in none of these tables, and is no name and no date, is never dropped: the question is then not understood.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(*lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for line in lines for phrase in line.split(", "))


# “History of” a mission is its timeline; “history” and a name, who changed what in the store.
NOUNS = ("history of ",)
# What asks for which verb. Status is the weakest: “how many were killed” asks for incidents.
_ASKING: dict[str, tuple[tuple[str, ...], ...]] = {
    "sources": _phrases(
        "who says, who said, who say, who reported, who reports, who claims, who claimed, says who, according to whom",
        "according to who, how do we know, how do you know, source, sources, sourced, citation, citations, sourcing",
        "reference, references, referenced, referencing, on whose word, whose word, whose figure, whose figures, whose number, whose numbers, whose count",
        "on what basis, what basis, basis for, based on what, backs up, back up, backing, back that up, proof, footnote, footnotes, provenance, attributed",
        "attribution, attribute, publication, publications, publisher, publishers, published where, paper trail, documents, document, which report",
        "which reports, what report, what reports, sourcing, who told, who gave, who gives, who published, who confirmed, who confirms, link, links",
        "who stated, who states, who put, told you, where is that from, where that from, where is this from, where it from, where did you, quoting, quoted",
        "stated by, said by, reported by whom, by whom, who else says, contradict, contradicts, conflicting, verified by, authority for, who counted",
        "come from, comes from, came from, you get, cite, cited, evidence, disagree, disagrees",
    ),
    "mandate": _phrases(
        "until when, till when, time up, time is up, time runs out, signed up for, signed up until, how much time, decided, decide, runs till, soonest",
        "max, limit, limits, limited, upper limit, approval, approvals, green light, greenlit, sign off, signed off, expiration, next to end, good until",
        "valid, validity, in force, up for renewal, rolled over, roll over, prolong, prolonged, terminate, terminates, permission, permitted",
        "wind up, winds up, winding up, wrap up, wraps up, conclude, concludes, authority, authorise, authorize, authorises, sunset",
        "how many can we, how many are we allowed, how many may we, reauthorised, how long for, committed until",
        "until when, till when, how long will, how long do, how long are, how long is, how long can, how long does, mandate",
        "mandates, mandated, authorised, authorized, authorisation, authorization, expire, expires, expired, expiring, expiry",
        "how long have we got, how long is left, can we have, may we have",
        "expiries, days left, time left, end soon, ends soon, ending soon",
        "extended, extension, extensions, extend, renewed, renewal, renew, end, ends, ending, ended, end date, end dates",
        "finish, finishes, run out, runs out, cap, capped, lapse, lapsed, lapses, approved, until what date, till what date",
        "maximum, ceiling, at most, allow, allows, allowed, how much longer, expire soon, expires soon, expiring soon",
        "has cabinet, did cabinet",
    ),
    "incidents": _phrases(
        "attack, attacks, attacked, rocket, rockets, mortar, mortars, missile, missiles, ied, ieds, bomb, bombs, bombing",
        "bombings, explosion, explosions, killed, injured, injuries, hurt, wounded, die, died, dead, death, deaths, fatality",
        "fatalities, casualty, casualties, happen, happens, happened, happening, incident, incidents, accident, accidents",
        "blew up, blow up, blown up, explode, exploded, lose anyone, lose anybody, lost anyone, lose any, lost any, lose, lost, injure, injures, wound",
        "wounds, shooting, shootings, shot, gunfire, firefight, firefights, fighting, clash, clashes, blast, blasts, strike, strikes, struck, kill, kills",
        "drone strike, drone strikes, suicide bomber, insurgents attacked, got hit, come to harm, came to harm, harmed, close call, close calls",
        "near miss, near misses, fired at, fired on, shot at, came under attack, sank, sunk, sinking, grounding, landmine, landmines, violence",
        "perish, perished, fell in action, passed away, lost their lives, lost his life, loss of life, maimed, assault, assaults, raid, raids",
        "roadside, crashes, collision, rollover, mishap, mishaps, grenade, grenades, gunmen, hostile, stabbed, drowned, threatened, threats",
        "trouble, ambush, ambushed, ambushes, shelling, shelled, under fire, hit, went wrong, gone wrong, crash, crashed",
    ),
    "timeline": _phrases(
        "since when, how long have, how long has, how long had, how long were, how long was",
        "changed, change, changes, history, timeline, chronology",
        "what is new, what new, anything new, any news, what the news, development, developments, everything about, gone up",
        "gone down, go up, go down, went up, went down, risen, increase, increased, increases, decrease, decreased, decreases",
        "evolve, evolved, evolution, the story, whole story, full story, story of, sequence, in date order, in sequence, milestones, key dates, over time, year by year",
        "month by month, date by date, step by step, chronological, chronologically, trend, trends, march out, marched out, marched in, pulled out",
        "what have i missed, have i missed, did i miss, i missed, missed, different since, what is different, what different, anything fresh, fresh",
        "update, updates, updated, any movement, moved since, catch me up, up to speed, been added, was added, rise, fluctuate, fluctuated, shift, shifted",
        "shrink, shrank, expand, expanded, vary, varied, varies, reduce, reduced, scaled back, scaled up, scaled down, drawdown, drew down, build up",
        "how did it all, background to, how it began, trajectory, progression, rose, ramp up, ramped up, wound down, built up, dropped off",
        "grown, grew, fallen, dropped, shrunk, doubled",
    ),
    "history": _phrases(
        "who changed, who recorded, who added, who entered, who edited, who corrected, who retracted, who approved, who undid",
        "what was corrected, what was retracted, been corrected, been retracted, corrections, retractions",
    ),
    "search": _phrases(
        "find, search, search for, mention, mentions, mentioned, mentioning, look for, look up, any word on, any word of",
        "looking for the word, the word, the words, the phrase, the term, keyword, keywords, entries with, rows with, notes with, entries about",
        "notes about, rows about, anything about, references to, reference to, refer to, refers to, referring to, containing, contain, contains, talk about",
        "talks about, full text, dig out, dig up"
    ),
    "status": _phrases(
        "how many, how big, how large, where, who, anyone, anybody, someone, still, left, number, numbers, strength, headcount",
        "deployed, stationed, based, serving, posted, present, over, troop numbers, status, are we, are there, did we have",
        "which places, what places, in the world, across the world, around the world, most recent, contribution",
        "do we have, were there, the most, these days, last known, the last of, away, send, sent, went",
        "size, contingent, footprint, involvement, right now, level, levels, how strong, whereabouts, boots on the ground, presence, posture, head count",
        "how few, which country, which countries, state of play, situation, tally, on the books, breakdown",
    ),
}
ASKING: dict[tuple[str, ...], str] = {phrase: verb for verb, phrases in _ASKING.items() for phrase in phrases}
LONGEST_ASKING = max(map(len, ASKING))
NEWS = _words("new news changed change changes missed miss different fresh update updates updated movement moved added speed catch")
FRESH = NEWS - _words("changed change changes moved")  # these ask for news with no day named
TIMELINES = _words("timeline chronology sequence milestones")  # which hold incidents and mandates too
# With “when did” they ask for the timeline, with another “when” for the mandate, else whether anyone is there.
LEAVING = _words(
    "leave leaves leaving left withdraw withdrew withdrawn withdrawing pull pulled return returned returning home back out up"
)
STARTING = _words("join joined commence commenced land landed send sent go went arrive arrived start started begin began first deploy deployed")
PLAIN_EXAMPLES = ("how many were in iraq on 10 january 2020", "when is the qatar mandate up", "what happened in afghanistan")
_HELP = re.compile(
    r"(?:i need |need )?(?:some )?help(?: me)?(?: out)?|(?:how (?:do|can|should|would) (?:i|we|you|people) |how to )(?:use|ask|query|work|talk to)"
    r"(?: (?:this|it|you|the bot|things?|bot|questions?|a question|properly))*|how (?:does|do) (?:this|it|you|the bot)(?: (?:bot|thing|work|all))* work"
    r"|(?:and )?what (?:else )?(?:can|do|are|could) (?:you|i|we|this|the|it)(?: bot| thing)?(?: (?:do|ask|answer|know|able|to|you|about|for|help|with|tell|me|here))*"
    r"|(?:what|which) (?:sorts?|kinds?|types?)?(?: ?of)? ?(?:stuff|things?|questions?|queries|commands?|info|information)"
    r" (?:can|do|are|could|should) (?:you|i|we|this|the|it)(?: (?:bot|thing|do|ask|answer|know|about|of|you|it|tell|me|handle|understand|able|to|here))*"
    r"|(?:(?:show|give|got|have you got|can i see|can you show|can you give|send)(?: me| us)? )?(?:any |some |a few |a couple of |an |the |more |your )*"
    r"(?:sample|examples?|example questions?|sample questions?|examples of questions?|instructions|commands|user guide|list of commands)"
    r"(?: (?:of )?(?:what|questions|things|to|i|we|can|could|ask|you|this|for))*"
    r"|who are you|what are you|what is this(?: bot| thing)?(?: for)?|what this bot for|how to ask|tutorial|usage|manual"
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|kia ora|sorry|so|ok|okay|um|and|please|pls|there|bot|team|can you|could you|tell me|just|quick one|remind me) )+"
    r"|(?: (?:please|pls|thanks|cheers|again|exactly|then|anyway|mate|bot|ta))+$"
)


def asks_for_help(folded: str) -> bool:
    """Whether a folded text asks what the bot can do, and nothing else."""
    return len(folded) < 100 and _HELP.fullmatch(_POLITE.sub("", folded)) is not None


PEOPLE = _words("""troop troops soldier soldiers personnel people person force forces staff officer officers observer observers
    folk folks ppl guys blokes chaps lads members member serviceman mentors advisers advisors
    trainer trainers peacekeeper peacekeepers sailors aviators army navy servicemen defence military""")
MISSION_NOUNS = _words("mission missions deployment deployments operation operations")
SMALL_WORDS = (
    PEOPLE
    | MISSION_NOUNS
    | _words("""
    a about abroad according across actually after again ago air all almost already also altogether am an and any anything
    anywhere are area as ask at be been being both by came can cheers come comes coming could count countries country counts
    current currently date dates did do does doing due each else ever everybody everyone everything everywhere exactly
    figure figures for from full general get give given going good got had has have having he hello here hey hi how i in
    inside into involved is it its just kia kindly kiwi kiwis know latest let list located look many may me might moment
    morena morning my near need new now nzdf of okay on one operating or ora our ours overall overseas please pls plz
    presence question quick quickly region regions reports right roughly running said say saying says she should show so
    some speak stay staying tell thank thanks that the their them then there these they this those throughout to together
    recent recently lately
    total tour us using want was wat we well were what when which while will with within worldwide wot would
    yet you your
    zealander zealanders
    """)
)
# These compare two places or missions, both of which are then shown; with fewer than two they are not understood.
COMPARING = _words("more fewer less than versus vs compare compared")
# Only these may stand before “known at the time”, which takes the day asked about for the knowledge day.
THEN = _phrases("the time, that time, then, that point, that day, the day, that date")
OURSELVES = ("new zealand", "nz", "aotearoa")
YEAR_WORDS = _words("in during by before after around of for")  # a number of four digits after one is meant as a year
# A question does not end at these, unless it asks which places, what for, where at.
HALF = _words("in at near of for the to from with on a an our")
OPEN = _words("which what where who")
PLACE_WORDS = _words("in at near inside around to from of for within")
ADJECTIVES = {
    "iraqi": "iraq", "afghan": "afghanistan", "ukrainian": "ukraine", "kuwaiti": "kuwait", "qatari": "qatar", "syrian": "syria",
    "lebanese": "lebanon", "israeli": "israel", "egyptian": "egypt", "jordanian": "jordan", "bahraini": "bahrain",
    "korean": "south korea", "korea": "south korea", "tongan": "tonga", "fijian": "fiji", "samoan": "samoa",
    "timorese": "timor-leste", "antarctic": "antarctica", "malian": "mali", "south sudanese": "south sudan",
}  # fmt: skip

_LINKS = "by, on, at, up to, until, till, as of, as at, before, back"
KNOWN_WORDS = _words("reported known know published public knew available knowledge reporting reports information")
# “What did the store say on”: the date after it is the day whose store is asked for.
STORE_SAYS = _words("say says said hold holds held stand stood tell told show showed know knew")
_CLAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    *(((word, *link), "reported_by") for word in sorted(KNOWN_WORDS) for link in _phrases(_LINKS)),
    *((("we", "knew", *link), "reported_by") for link in _phrases(_LINKS)),
    *((("recorded", *link), "recorded_by") for link in _phrases(_LINKS)),
    (("as", "of"), "on"),
    (("as", "at"), "on"),
    (("up", "to"), "until"),
    *(((word,), "on") for word in ("on", "in", "at", "during", "over", "around")),
    *(((word,), "since") for word in ("since", "from", "between")),
    *(((word,), "until") for word in ("until", "till", "to")),
    *(((word,), word) for word in ("by", "before", "after")),
)
# By their first words, the longer ones first as they stand.
CLAUSES = {first: [each for each in _CLAUSES if each[0][0] == first] for first in {keyword[0] for keyword, _clause in _CLAUSES}}
MUST_DATE = frozenset(
    (
        ("since",),
        ("until",),
        ("till",),
        ("during",),
        ("between",),
        ("reported", "by"),
        ("recorded", "by"),
        ("as", "of"),
        ("as", "at"),
    )
)
OPENERS = re.compile(r"(?:and|what about|how about|then|ok and|but|so)\b", re.IGNORECASE)
SHORT_FORMS = {"whats": "what", "wheres": "where", "whos": "who", "hows": "how", "whens": "when", "theres": "there"}
