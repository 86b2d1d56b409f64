"""People as English writes them: Sarah, Tom Chen, Dr. Lee, Mr. Liu; in Chinese lines too (见了Sarah, Tony说)."""

import re

from core.reading.result import Named
from core.reading.text import Text

_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? ?|(?:Professor|Principal|Herr|Frau|Sir|Madam|Madame|Sister) )"
_WORD = r"(?:[A-Z]['’])?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)*(?:Mc|Mac)?[A-Za-zà-ÿ]*"
_NAME = rf"(?:{_TITLE}?(?:{_WORD}|(?<=[. ])[A-Z]\.)(?: (?:(?:de|van|von|der|bin|da) )?(?:[A-Z]\. )?{_WORD}){{0,2}})"
_LOW = r"(?:(?:mr|mrs|ms|dr|prof)\.? ?[a-z]+|[a-z]{2,}(?:[-'][a-z]+)?)"
_ROLE = (
    r"(?:(?:their|the|his|her|our|a|new|senior|head|chief|lead|old|my|friend|with|CEO|CTO|CFO|COO|CIO|CMO|VP|SVP|MD|GM|PM|HR|IT|buyers?|managers?|directors?|engineers?|owners?|president|purchasing|"
    r"procurement|sales|project|plant|office|technical|operations|ops|finance|marketing|warehouse|boss|of|deputy|assistant|secretary|founder|partner|contact|guy|lady|rep|team|colleague|counterpart|supervisor),? )*"
)
_JOIN = r"(?:, and |,? ?(?:and|&|\+|/|和|跟|、|,) ?)"
_CONTACT = (
    r"(?:met(?: up)?(?: with)?|saw|seen|visited(?: with)?|called(?: up)?|phoned|rang|dialed|e-?mailed|mailed|texted|messaged|pinged|whatsapped|dm'?d|wrote(?: to)?|spoken (?:to|with)|spoke (?:to|with|w/)|spoke|"
    r"talked (?:to|with|w/)|talking (?:to|with)|chatted (?:to|with|w/)|chat (?:with|w/)|sat down with|caught up with|caught|presented (?:it )?to|demoed (?:it )?(?:to|for)|pitched(?: to)?|showed|told|asked|reminded|thanked|"
    r"followed up with|heard (?:back )?from|reached(?: out to)?|got hold of|connected with|checked in with|touched base with|(?:zoom|teams|facetime)(?:ed)?(?: call)? with|negotiated with|discussed with|quoted|"
    r"(?:lunch|dinner|coffee|drinks?|breakfast|golf|beers?|calls?|meeting|mtg|meetings|visit|demo|review|zoom|session|chat|walkthrough|conversation|workshop|intro|convo|tea|tour|follow[- ]?up) (?:with|w/|to|for)|(?:with|w/)|from|"
    r"gave|handed|(?:sent|forwarded|delivered|emailed|mailed|shipped|showed|gave|handed)(?: [a-z0-9,.$€£'-]+){1,5} to|(?:sent|forwarded)|met:|call to|email to|msg to|text to|visit to|left (?:a )?(?:message|note) (?:for|with)|"
    r"见了|见到|见|拜访了?|约见|和|跟|与|同|给|联系了?|打给|找|call了|email了|meet了|met了)"
)
_MET = re.compile(rf"(?<![A-Za-z])(?i:{_CONTACT})\s?(?i:{_ROLE})(?P<who>{_NAME}(?:{_JOIN}(?i:{_ROLE}){_NAME})*)")
_MET_LOW = re.compile(
    r"\b(?:met(?: with)?|spoke (?:to|with|w/)|talked (?:to|with|w/)|emailed|texted|visited with|chatted with|called|saw|lunch with|call with|call w/|heard from|meeting with|phoned|demo for|dinner with|coffee with) "
    rf"(?P<who>{_LOW}(?: and (?!(?:we|i|he|she|they|it|got|sent|will|asked|is|was)\b){_LOW}(?=\s?(?:[,.;]|$)))?)",
    re.ASCII,
)
_SAID = (
    r"(?:\s(?:from|at|of|in) [A-Za-z]+)?\s?(?:also|just|already|really|still|then|now|finally|verbally)?\s?(?:said|says|say|wants?|wanted|asks?|asked|asking|confirmed|confirms|confirm了?|told|tells|agreed|agrees|signed(?! off by)|likes?|liked|loves?|loved|needs?|needed|"
    r"thinks|thought|mentioned|mentions|promised|promises|replied|replies|responded|approved|approves|gave|rejected|declined|complained|complains|requested|requests|prefers?|(?:is|was|seems?|very|super) (?:very |really |so |quite )?"
    r"(?:happy|interested|keen|ok|okay|fine|good|unhappy|impressed|concerned|worried|skeptical|excited|pleased|hesitant|annoyed|upset|in|on board|positive|negative|cool|asking|looking|considering|happy|worried|interested|undecided)|ordered|orders|bought|"
    r"called|emailed|texted|pushed|pushes|insists|insisted|suggested|suggests|reports|reported|claims|hinted|warned|offered|offers|accepted|accepts|cancell?ed|postponed|pinged|refused|committed|introduced|showed|chose|picked|decided|wrote|raised|hates|objects|feels|expects|worries|"
    r"liked|can't decide|doesn't|didn't (?:like|want|agree)|won't|isn't (?:happy|interested|sure)|:|said:|and (?:his|her|the) |"
    r"说|讲|表示|反馈|答应|同意|要|希望|回复|来电|告诉|问|确认|提出|提|觉得|认为|拒绝|嫌|想|介绍|签了|批|让|叫|催|透露|承诺|担心|抱怨|投诉|推荐|建议|满意|认可|很|看了|收到|下单|微信|打电话|打来|来信|发来|那边|挺|不|也|对|喜欢|接受|定了|决定|松口|约我|心动|态度|带|回|砍价)"
)
_SPOKE = re.compile(_SAID)
_SUBJECT = re.compile(rf"(?<![A-Za-z0-9&'’@#-])(?P<who>{_NAME}(?:{_JOIN}{_NAME})*)(?={_SAID})")
_WHO = re.compile(_NAME)
_WHO_LOW = re.compile(_LOW)
_ABSENT = re.compile(
    r"\s?(?:,? ?who )?(?:is|was|has been|'s|will be)? ?(?:still |again |currently |also |away )?(?:out\b(?! of stock)|off\b|away|on (?:vacation|leave|holiday|pto|maternity|a trip|business)|not (?:there|in|available|around)|wasn'?t (?:there|in|available|around)|"
    r"isn'?t (?:there|in|available)|no[- ]?show|didn'?t (?:show|come|answer|pick|turn|make)|absent|sick|ill\b|traveling|travelling|in a meeting|unavailable|moved (?:to|on)|left (?:the|for|early|company)|has left|quit|resigned|retired|"
    r"got (?:promoted|fired|moved)|was (?:replaced|promoted|transferred|fired)|replaced|transferred|no answer|no reply|voicemail|to (?:sign|approve|decide|call|confirm|review)|will\b|'ll\b|is (?:the|our|their|a) |sends?\b|"
    r"没|不在|出差|休假|离职|走了|调|电话\d|手机)"
)
_NOT_MET = re.compile(
    r"(?i:\b(?:waiting (?:for|on)|need(?:s|ed)? to (?:see|meet|talk to|call|reach|get|convince|involve)|(?:couldn'?t|could not|didn'?t|can'?t|unable to|failed to|tried to|trying to|try to|missed|will|'ll|to|must|should|going to|gonna|plan(?:ning)? to|"
    r"want to|hoping to|let me|let's|please|pls|have to) (?:\w+ )?(?:meet|see|reach|call|email|speak|talk|visit|get|phone|contact|ping|text|follow up|catch|check|loop|ask|cc)?|replaced by|through|via|by|per|ask|cc|cc'?d|contact is|report(?:s|ing) to|"
    r"decision maker is|introduce(?:d)? (?:me |us )?to|referred (?:me |us )?to|voicemail (?:for|with|to)|left (?:a )?(?:vm|voicemail)(?: (?:for|with))?|boss is|new (?:buyer|contact|cto|cfo|ceo|manager|guy|pm|head)(?: is)?|instead of|not|no|about|re|regarding|"
    r"competitor|replacing|until|haven'?t (?:met|seen|reached)|approval from|sign[- ]?off from|hear(?:ing)? (?:back )?from|arranged? (?:a )?(?:\w+ )?with|scheduled? (?:a )?(?:\w+ )?with|set up (?:a )?(?:\w+ )?with|booked (?:a )?(?:\w+ )?with|appointment with)\s?"
    r"(?:with|to|for|from|on)?)\s?$|(?:没见到?|没联系上|等|约了?|换了?|换成|新的?|还没见|请示|找|需要|由|通过)\s?$"
)
_NEXT = re.compile(
    r"(?i:\b(?:next|new|call|meet|see|email|ask|demo|visit|ping|text|remind|contact|send|follow up|check in|get back|reply|touch base|speak|talk|invite|quote|present|show))\b"
)
_NOBODY = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "the", "they", "he", "she", "we", "it", "i", "you", "this", "that", "these", "those", "their", "his", "her", "our", "my", "a", "an", "and", "or", "but", "so", "no", "not", "yes", "ok", "next", "last", "today", "tomorrow", "tonight", "budget", "price", "quote", "customer", "client", "order", "demo", "meeting", "call", "team", "visit", "project", "contract", "sample", "samples", "proposal", "all", "everyone", "everybody", "nobody", "none", "someone", "board", "management", "procurement", "purchasing", "finance", "legal", "engineering", "sales", "marketing", "it", "hr", "po", "poc", "pm", "ceo", "cto", "cfo", "coo", "cio", "vp", "gm", "md", "usd", "eur", "rmb", "cny", "erp", "crm", "mes", "wms", "pos", "sap", "nda", "mou", "rfp", "rfq", "q1", "q2", "q3", "q4", "delivery", "deal", "decision", "need", "needs", "will", "still", "just", "very", "also", "only", "when", "if", "then", "after", "before", "because", "new", "old", "good", "great", "bad", "happy", "left", "sent", "got", "had", "has", "have", "was", "were", "is", "are", "be", "been", "to", "from", "for", "with", "at", "on", "in", "by", "of", "as", "per", "re", "herr", "frau", "follow", "phone", "email", "wechat", "whatsapp", "zoom", "teams", "slack", "voicemail", "reception", "receptionist", "security", "front", "desk", "owner", "boss", "buyer", "manager", "director", "engineer", "user", "users", "guys", "people", "him", "them", "us", "me", "both", "two", "three", "he'll", "she'll", "they'll", "i'll", "we'll", "christmas", "chinese", "english", "german", "american", "europe", "asia", "china", "germany", "london", "paris", "berlin", "shanghai", "beijing", "updated", "discussed", "reviewed", "agreed", "signed", "waiting", "looking", "talked", "asked", "wants", "excel", "word", "office", "windows", "iphone", "ipad", "android", "samsung", "apple", "google", "microsoft", "amazon", "oracle", "huawei", "done", "lost", "won", "approved", "rejected", "confirmed", "interested", "maybe", "probably", "first", "second", "third", "phase", "trial", "pilot", "support", "service", "warranty", "technical", "tech", "someone's", "again", "back", "up", "down", "out", "off", "over", "lunch", "dinner", "coffee", "reps", "staff", "some", "several", "many", "few", "more", "our", "their"]
)


def people(text: Text, coming: list[tuple[int, int]], blank: list[tuple[int, int]]) -> list[Named]:
    """Everybody met, spoken or written to. `coming` are the days still to come; `blank` is what holds no name."""
    shown = text.without(blank, shown=True)
    found: dict[int, str] = {}
    for match in _MET.finditer(shown):
        _add(found, text, shown, match, _WHO, coming, met=True)
    for match in _SUBJECT.finditer(shown):
        _add(found, text, shown, match, _WHO, coming, met=False)
    if not text.chinese:
        low = text.without(blank)
        for match in _MET_LOW.finditer(low):
            _add(found, text, low, match, _WHO_LOW, coming, met=True)
    return [Named(start, start + len(name), met=True) for start, name in found.items()]


def _add(
    found: dict[int, str],
    text: Text,
    line: str,
    match: re.Match[str],
    who: re.Pattern[str],
    coming: list[tuple[int, int]],
    *,
    met: bool,
) -> None:
    """Keep the people of one list (Sarah and Tom Chen) unless they were away or are yet to be met."""
    start, end = text.clause(match.start("who"))
    before = line[start : match.start() if met else match.start("who")]
    verb = line[match.start() : match.start("who")] if met else ""
    if _NOT_MET.search(before + (verb if verb.split(" ")[0].lower() in _WEAK else "")) or _ABSENT.match(
        line, match.end("who")
    ):
        return
    days = [day for day in coming if start <= day[0] < end]
    past = re.search(
        r"(?i:ed\b|\bmet\b|\bsaw\b|spoke|\bhad\b|\bsent\b|\bgave\b|wrote|caught|told|heard|\bwas\b|\bdid\b|\brang\b|reached)|[了过]",
        line[start : match.start("who")],
    )
    if met and days and not past:
        return
    for name in who.finditer(line, match.start("who"), match.end("who")):
        written = _without_nobody(name[0])
        if written and not any(at <= name.start() < at + len(known) for at, known in found.items()):
            found[name.start() + name[0].index(written)] = written


_WEAK = frozenset(["from", "with", "w/", "call", "quoted", "sent", "forwarded"])


def _without_nobody(name: str) -> str:
    """The name without ordinary words that begin with a capital; empty if nothing else is left."""
    words = name.split(" ")
    while words and words[0].strip(".").lower() in _NOBODY - {"mr", "mrs", "ms", "dr", "herr", "frau"}:
        words.pop(0)
    while words and words[-1].strip(".").lower() in _NOBODY:
        words.pop()
    if not words or all(word.strip(".").lower() in _TITLES for word in words):
        return ""
    return " ".join(words)


_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "principal", "herr", "frau", "sir", "madam"])
