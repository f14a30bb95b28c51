"""The words that people use, as tables: what each asks for, and the closed list of those that may be dropped.

A word that stands in none of these tables, and is no name and no date, is never dropped unsaid; dropping.py says when it may.
"""

import re
from collections.abc import Sequence

from bot.language.word_files import sections


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(*lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for line in lines for phrase in line.split(", ") if phrase.strip(" ,"))


# “History of” a mission is its timeline; “history” and a name, who changed what in the store.
NOUNS = ("history of ",)
ASKING: dict[tuple[str, ...], str] = {
    phrase: verb for verb, lines in sections("asking.txt").items() for phrase in _phrases(*lines)
}  # by what phrase which verb is asked for
LONGEST_ASKING = max(map(len, ASKING))
ASKING_OPENERS = frozenset(phrase[0] for phrase in ASKING)
NEWS = _words(
    "new news changed change changes missed miss different fresh update updates updated movement moved added speed catch"
)
FRESH = NEWS - _words("changed change changes moved")  # these ask for news with no day named
ENDING = _words(
    "end ends ending expire expires expiring lapses lapsing run runs ran finish lapse come due up"
    " ended expired lapsed concluded terminated renewal"
)  # asked of mandates, a date is their end
CLEARED = _words(
    "given signed cleared approved authorised authorized mandated committed okayed granted promised"
    " undertaken meant supposed due scheduled allowed funded extended"
)
ALLOWING = _words(
    "allowed allow allows authorised authorized approved permitted mandate mandated cap limit ceiling can may could send deploy"
    " signed okayed cleared cabinet government ministers"
)  # of these the maximum is a cap, else it may be the most that were there
LEFT = _words("left remaining remain remains until till extended extension more to")
# Words that ask for the mandate, unless they are said of what is past: when did it finish.
HELD = _words(
    "end ended ends ending finish finished wrap wraps up wind winds winding conclude concluded close closed stop stopped cease"
)
FROM_A_TIME = _words("figure figures number numbers data report reports article articles story stories quote quotes count counts")
ENDED = _words("ended expired lapsed concluded terminated")
LISTED = _words("what ones mandates missions deployments operations authorisations approvals")  # whose ends are asked for
TIMELINES = _words("timeline history times chronology sequence milestones")  # which hold incidents and mandates too
HARMED = _words("killed injured hurt wounded died dead lost casualties injuries deaths fatalities")
# With “when did” they ask for the timeline, with another “when” for the mandate, else whether anyone is there.
LEAVING = _words(
    "leave leaves leaving left withdraw withdrew withdrawn withdrawing pull pulled pack packed packing depart"
    " departed departs exit exited quit return returned returning home back out up"
)
STARTING = _words(
    "join joined commence commenced land landed send sent go went arrive arrived start started begin began first deploy deployed"
)
BEGINNING = _words("begin began begun start started commence commenced launched")  # which of them: a date of each
PLACES = _words("countries places")
AGED = _words("old stale outdated confirmed current")  # of a figure: the status says how old each is
DECIDED = _words("decided decide decides approve agree approvals renewals")
DECIDING = _words("we nz they troops government zealand cabinet")  # what they should do is an opinion
ARRIVING = _words("arrive arrived arriving land landed rotate rotated flown")  # counted, they are moves, as are those who left
COMING = _words("come comes came coming get gets got getting fly flew flown bring brought")  # back: a move too
# Counted with “in all”, or as having been through, they are all who were ever there, whom no count of one day tells.
PASSED = _words("served serve gone been sent deployed rotated cycled passed posted went")
HAVING = _words("have has had did")
IN_ALL = re.compile(r"\b(?:in total|all up|all told|in all|altogether|overall|ever|over the years|to date|so far)\b")
PLAIN_EXAMPLES = ("how many were in iraq on 10 january 2020", "when is the qatar mandate up", "what happened in afghanistan")

PEOPLE = _words("""troop troops soldier soldiers personnel people person force forces staff officer officers observer observers
    folk folks ppl guys troopers blokes chaps lads members member serviceman mentors advisers advisors
    trainer trainers peacekeeper peacekeepers sailors aviators army hoia servicemen defence military""")
MISSION_NOUNS = _words("mission missions deployment deployments operation operations")
POSTS = _words("posts positions roles billets slots postings")  # how many of them are filled: how many people
GIVING = _words(
    "gives gave puts put quotes quoted cites prints printed writes wrote lists listed pegs pegged mentions mentioned tells"
    " states published posted"
)
GIVING_NOW = _words(
    "giving putting quoting using running carrying citing printing writing claiming reporting saying listing counting stating"
)
TOLD_APART = _words("officer officers sailor sailors aviator aviators")  # counted, they are some of those who are there
ATTACKS = _words("""
    attack attacks rocket rockets mortar mortars missile missiles strike strikes siege bombing bombings crash crashes blast blasts
    raid raids ambush ambushes accident accidents explosion explosions shooting shootings incident incidents
""")  # that happen to people, whoever they come from
KIND = re.compile(  # of incident
    r"\b(?:rockets?|missiles?|mortars?|ieds?|(?:roadside |suicide |car |truck )?bomb(?:s|ings?)?|roadside|suicide|ambush(?:es)?"
    r"|crash(?:es)?|accidents?|hostages?|shootings?|snipers?|drones?|landmines?|friendly fire|sieges?|air strikes?)\b"
)
TRADES = _words("engineer engineers sapper sappers")  # in whose name missions went
CORRECTING = _words("sorry rather actually meant")  # Jordan, or rather Lebanon
BEING = frozenset(("is", "are", "was", "were", "be", "been"))
SMALL_WORDS = (
    PEOPLE
    | MISSION_NOUNS
    | _words("""
    a about abroad according across actually after again ago air all almost already also altogether am an and any anything
    anywhere are area as at be been being both by came can cheers come comes coming could count countries country counts
    current currently date dates did do does doing due each else ever everybody everyone everything everywhere exactly
    figure figures for from full general get give given going good got had has have having he hello here hey hi how i in
    inside into involved is it its just kia kindly kiwi kiwis know latest let list located look many may me might moment
    morena morning my near new now nzdf of okay on one operating or ora our ours overall overseas please pls plz
    presence question quick quickly region regions reports right roughly running said say saying says she should show so
    some speak stay staying tell thank thanks that the their them then there these they this those throughout to together
    recent recently lately
    total tour us using was wat we well were what when which while will with within worldwide wot would
    yet you your
    zealander zealanders
    """)
)
# These compare two places or missions, both of which are then shown; with fewer than two they are not understood.
COMPARING = _words("more fewer less than versus vs compare compared")
# Only these may stand before “known at the time”, which takes the day asked about for the knowledge day.
THEN = _phrases("the time, that time, then, that point, that day, the day, that date")
_LEFT_OUT_BY = _phrases(
    "other than, everyone but, everybody but, anyone but, anybody but, all but, nobody but, no one but, leaving out, leave out",
    "apart from, aside from, with the exception of, not including, not counting, save for, i done, already done, already got",
    "rather than, take out, taking out, less those, less the ones, minus the, minus those",
)
EXCLUDING = {first: [phrase for phrase in _LEFT_OUT_BY if phrase[0] == first] for first, *_rest in _LEFT_OUT_BY}
NEAR_CAMPS = _words("camp base taji gate gates wire zone compound airport walls zealand nz")
_ASIDE = re.compile(
    r"\b(?:put(?:ting)?|leav(?:e|ing)|set(?:ting)?|tak(?:e|ing)) (?:[\w'-]+ ){1,3}"
    r"(?:aside|to one side|out(?= of it\b|$| how\b))"
)
_EVERY = _words("everywhere anywhere everything deployment deployments mission missions operation operations")
_NO_NAME = _words("how when what who where is are was were we i it they did do does not")


def leaves_out(words: Sequence[str]) -> tuple[str, ...]:
    """The phrase by which words leave something out, other than somebody speaking or spoken to; else nothing."""
    if found := _ASIDE.search(" ".join(words)):
        return tuple(found[0].split())
    for before, joint, following in zip(words, words[1:], words[2:], strict=False):
        if joint == "but" and before in _EVERY and following not in _NO_NAME:
            return before, joint
    for at, word in enumerate(words):
        if word == "outside":
            start = at + 1 + (words[at + 1 : at + 2] in (["the"], ["of"]))
            if start < len(words) and NEAR_CAMPS.isdisjoint(words[start : start + 2]):
                return (word,)  # outside the Middle East, and not outside the wire, outside Camp Taji
        if word == "less" and "than" not in words and words[at - 1 : at] not in (["or"], ["no"]):
            return (word,)  # Iraq less Taji, and neither “more or less” nor “no less”
        for phrase in EXCLUDING.get(word, ()):
            after = at + len(phrase)
            if (
                tuple(words[at:after]) == phrase
                and words[after : after + 1] not in (["me"], ["us"], ["you"])
                and not "".join(words[after : after + 1]).isdigit()  # who says 7 rather than 8
                and words[after : after + 1] not in (["numbers"], ["figures"], ["dates"], ["names"])  # what is wanted of them
            ):
                return phrase
    return ()


# The first words of a question, after “and” and “so”.
ASKING_FIRST = _words("""
    how when what who where which until whose is are was were do does did has have had can could will any anyone anybody anything
    show list give tell find search compare according says
""")
OURSELVES = ("new zealand", "nz", "aotearoa")
POINTING = _words("so that it this they them those these he she")  # with nothing said before, they may stand for anything
ONE_OF_MANY = _words("base camp mission deployment operation site country place")  # the base: which one must be said
YEAR_WORDS = _words("in during by before after around of for")  # a number of four digits after one is meant as a year
# A question does not end at these, unless it asks which places, what for, where at.
HALF = _words("in at near of for the to from with on a an our")
OPEN = _words("which what where who")
INSIDE = _words("in at near inside within from to")  # a place follows, never the name of a mission
PLACE_WORDS = _words("in at near inside around to from of for within aboard")
ADJECTIVES = {
    "iraqi": "iraq", "afghan": "afghanistan", "ukrainian": "ukraine", "kuwaiti": "kuwait", "qatari": "qatar", "syrian": "syria",
    "lebanese": "lebanon", "israeli": "israel", "egyptian": "egypt", "jordanian": "jordan", "bahraini": "bahrain",
    "korean": "south korea", "korea": "south korea", "tongan": "tonga", "fijian": "fiji", "samoan": "samoa",
    "timorese": "timor-leste", "antarctic": "antarctica", "malian": "mali", "south sudanese": "south sudan",
}  # fmt: skip

_LINKS = "by, on, at, up to, until, till, as of, as at, back"
KNOWN_WORDS = _words("reported known know published public knew available knowledge reporting reports information")
# “What did the store say on”: the date after it is the day whose store is asked for.
STORE_SAYS = _words("say says said hold holds held stand stood tell told show showed know knew")
_CLAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    *(((word, "before"), "reported_before") for word in sorted(KNOWN_WORDS)),
    (("recorded", "before"), "recorded_before"),
    *(((word, *link), "reported_by") for word in sorted(KNOWN_WORDS) for link in _phrases(_LINKS)),
    *((("we", "knew", *link), "reported_by") for link in _phrases(_LINKS)),
    *(((word, "by"), "reported_by") for word in ("out", "announced", "released", "disclosed", "printed")),
    *((("recorded", *link), "recorded_by") for link in _phrases(_LINKS)),
    *(((first, joint, "after"), "since") for first in ("on", "in", "at", "by") for joint in ("or", "and")),
    *(((first, joint, "before"), "until") for first in ("on", "in", "at", "by") for joint in ("or", "and")),
    (("as", "of"), "on"),
    (("as", "at"), "on"),
    *((phrase, "until") for phrase in _phrases("up to and including, through to, right up to, up to")),
    *((phrase, "before") for phrase in _phrases("prior to, ahead of, earlier than")),
    *((phrase, "since") for phrase in _phrases("as far back as, starting, starting in, starting on, beginning, beginning in")),
    *((phrase, "after") for phrase in _phrases("later than, following")),
    *(((word,), "on") for word in ("on", "in", "at", "during", "over", "around")),
    *(((word,), "since") for word in ("since", "from", "between")),
    *(((word,), "until") for word in ("until", "till", "upto", "to")),
    *(((word,), "after") for word in ("past", "beyond")),
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
SHORT_FORMS = {
    "whats": "what",
    "wots": "what",
    "wheres": "where",
    "whos": "who",
    "hows": "how",
    "whens": "when",
    "theres": "there",
}
