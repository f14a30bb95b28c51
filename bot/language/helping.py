"""The ways in which people ask what the bot can do, and what it never answers."""

import re

from bot.phrases import MONTH_NAMES

_WHO = "(?:i|we|you|people|this|that|it|the bot|the)"
_END = (
    "(?: (?:this|that|it|you|me|the|to|for|with|about|of|bot|thing|things|do|ask|answer|know|tell|help|able|handle|understand"
    "|got|have|stuff|take|put|show|use|type|work|here|questions?|a question|what|i|we|can|could|properly))*"
)
_STUFF = "(?:stuff|things?|questions?|queries|commands?|info|information)"
_SOME = "(?:any |some |a few |a couple of |an |the |more |your )*"
_DATES = "(?:(?:date|time) (?:formats?|ranges?|periods?|spans?)|formats? (?:of|for) dates?|dates?|periods?)"
_SHOW = "(?:show|list|give|got|have you got|can i see|can you show|can you give|send)"
_EXAMPLES = "(?:(?:example|sample) questions?|examples?|samples?|instructions|commands|user guide|guide|manual|cheat ?sheet)"
_ASKS = re.compile(
    rf"(?:i need |need )?(?:some )?help(?: me)?(?: out)?"
    rf"|(?:how (?:do|can|should|would) {_WHO} |how to )(?:use|ask|query|work|talk to){_END}"
    rf"|how (?:do|can|should|would|to) (?:{_WHO} )?(?:ask|query)(?: you)?(?: about| for)? an?"
    r" (?:date|day|month|year|period|place|mission)(?: in the past)?"
    rf"|how (?:do|can|should|would|to) (?:{_WHO} )?(?:write|type|enter|put|give|say|ask for) (?:a |the |my )?{_DATES}{_END}"
    rf"|(?:what|which) (?:sorts? of |kinds? of )?{_DATES} (?:can|do|are|could|should|does) (?!we\b){_WHO}{_END}"
    rf"|how (?:does|do) (?:this|it|you|the)(?: (?:bot|thing|all))* work"
    rf"|what (?:else )?(?:can|do|are|could) {_WHO}{_END}"
    rf"|(?:what|which) (?:(?:sorts?|kinds?|types?) of )?{_STUFF} (?:can|do|are|could|should|have) {_WHO}{_END}"
    rf"|(?:{_SHOW}(?: me| us)? )?{_SOME}{_EXAMPLES}{_END}"
    rf"|who are you|what are you|what is this(?: bot| thing)?(?: for)?|what this bot for|tutorial|usage|manual"
    rf"|is there (?:a |an |any )?{_EXAMPLES}{_END}|not sure (?:what|how) to (?:type|ask|say|use){_END}(?: show me)?"
    r"|(?:can|could|may) i (?:get|have) (?:some )?help|not sure how (?:this|it) works"
    rf"|what (?:do|should|can) i (?:type|write|say|put|enter|ask){_END}|(?:i am|im) (?:lost|stuck|confused)"
)
_TIME_NAMED = (
    rf"(?:\d|(?:q[1-4]|h[12]|fy\d*|{MONTH_NAMES}|year|month|week|decade|quarter|season|summer|autumn|winter|spring|early|mid|late"
    r"|financial|first|second|third|fourth|last|this|next|christmas|easter)\b)"
)
# What may be, what was the most, and who somebody is: close to what the store holds, and not in it.
_ELSEWHERE = re.compile(
    r"^(?:please |pls |can you |could you |would you )*(?:write|draft|compose|translate|generate) (?:me|us|my|a|an|the|some) "
    r"|how (?:do|can|could|should|would) (?:i|you) (?!find out|check|see|know|tell|get|work out)\w+"
    r"|how many (?:more )?(?:could|can|should|would|will|might|must) (?:we|they|nz|new zealand)"
    r"|(?<!when )(?<!until )will (?:they|we|cabinet|ministers|the government|nz|new zealand) (?:extend|renew|send|deploy)"
    r"|(?<!how )could (?:we|they|nz|new zealand) (?:send|deploy|extend|put)|\bwould have to\b|\bwhat if (?!any)"
    r"|(?:did|have|has|do|does) (?:we|our \w+|new zealand|nz|nzdf|kiwis) (?:\w+ )?(?:kill|killed|bomb|bombed|shoot|raid|raided)\b"
    r"|killed by (?:us|our|nz|new zealand|kiwi)"
    r"|(?:missiles?|rockets?|mortars?|drones?|bombs?) (?:have|did|has) (?:we|nz|new zealand)"
    r"|(?:max|maximum|peak)(?! (?:we can|we may|allowed|authorised|permitted)).{0,20} (?:ever|we had|deployed|we have had)\b"
    r"|how long (?:is a|does a|does it take|is the flight)|threat level|\b(?:are|is|were|was) (?:under|over|aged|older than) \d"
    r"|how many\b.{0,40}\bever\b|\b(?:most|least|fewest) (?:we|they) ever"
    r"|\bthe most (?:\w+ ){0,3}?(?:nz|new zealand|we|they) (?:ever|have|had|sent)\b|\bthe most (?:\w+ ){0,3}?(?:weve|theyve)\b"
    r"|how (?:cold|hot|warm|expensive)\b|\bconscription\b|\b(?:how|is it|are they) likely\b"
    r"|(?:how many|how big|size of)\b.{0,30}\b(?:in|is|of) (?:the )?"
    r"(?:nzdf|(?:nz |new zealand )?(?:defence force|army|navy|air force))(?: (?:now|today|currently|at the moment))?$"
    r"|how many (?:soldiers|troops|personnel|people) does (?:nz|new zealand) have$"
    r"|\b(?:nz|kiwi|new zealand|have|own|our) (?:any |some )?military bases\b"
    r"|how many (?:kiwis|new zealanders|nzers) (?:\w+ )?live\b"
    r"|\bdo (?:kiwis|new zealanders|voters|the public) (?:support|want|back|oppose)\b"
    r"|\bwould (?!you\b|like\b|love\b|be (?:good|great|nice|helpful|grateful)\b|appreciate\b|need\b"
    r"|(?:\w+ ){0,2}(?:know|be able|be possible|mind|tell)\b)"
    r".{1,60}\bif (?!you\b|possible\b|i\b|so\b)"
    r"|how long (?:do|does) (?:soldiers|troops|people|personnel|a tour|tours|they|each)(?: \w+)? (?:stay|serve|last|go)\b"
    r"|how many\b.{0,60}\b(?:on the (?:last|final|first|opening) day|at the (?:start|beginning|outset|end)|to begin with)\b"
    rf"(?! of (?:the |that |this |last )?{_TIME_NAMED})"
    r"|how many people live|\bpopulation\b|\binhabitants\b"
    r"|(?:was|were|is|are) (?:it|they|we|that) (?:right|wrong) to"
    r"|who (?:is|was|are) (?:the|our) (?!source|sources|last|latest)\w+"
)
_POLITE_START = re.compile(
    r"^(?:(?:hi|hello|hey|kia ora|sorry|so|ok|okay|um|and|please|pls|there|bot|team|can you|could you|tell me|just|quick one"
    r"|i am|im|new here|new to this|first time here|first time using (?:this|it)|first time user) )+"
)
_POLITE_END = re.compile(
    r"(?: (?:and how (?:do|should|can|would) (?:i|we) (?:phrase|word|put|ask|write|frame|format)"
    r" (?:them|it|that|questions|things)"
    r"|please|pls|thanks|cheers|again|exactly|then|anyway|mate|bot|ta))+$"
)


def asks_for_help(folded: str) -> bool:
    """Whether a folded text asks what the bot can do, and nothing else."""
    return len(folded) < 100 and _ASKS.fullmatch(_POLITE_END.sub("", _POLITE_START.sub("", folded))) is not None


def asks_elsewhere(folded: str) -> str | None:
    """The words by which a folded text asks for what no row can answer; None where there are none."""
    found = _ELSEWHERE.search(folded)
    return found[0] if found else None
