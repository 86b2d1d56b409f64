"""What the words around a day say of it: our step, the customer's, a deadline, an absence, or something past."""

import re
from enum import IntEnum

from core.reading.text import Text

Span = tuple[int, int]


class Role(IntEnum):
    """How good a day is as the next step; what we do is best, what is over is none."""

    PAST = -1
    AWAY = 0
    DEADLINE = 1
    THEIRS = 2
    BARE = 3
    OURS = 4


_CUES = re.compile(
    r"(?P<past>(?:[^\W\da-z]|[a-z])(?<![约定说好为除极算行可])(?:了(?!解|吧|再|就|后|之后|以后)|过(?![去来完几两段程])(?!后))|刚|已经?(?!约|定|安排)|来过|的会\b"
    r"|\b(?:met|saw|visited|called|phoned|emailed|sent|spoke|talked|had|was|were|did|went|came|signed|paid|quoted|delivered|shipped|left|texted|presented"
    r"|demoed|discussed|dropped|got|received|since|ended|happened|missed|tried|lost|won|bought|ordered|gave|submitted|returned|toured|showed|last)\b)"
    r"|(?P<late>交货|到货|交付|(?<!我们)(?<!我)发货|供货|交期|截止|到期|过期|开业|投产|竣工|完工|开学|合同期|期满|有效|过保|结束|deadline|due|deliver(?:y|ed|ies)|expir\w+|(?:contract|lease|warranty|license|agreement) (?:ends?|runs? out|is up)|runs? out"
    r"|go[- ]?live|eta|arriv\w+|installed|closing date|effective|valid|launch(?:es)?|opens|opening|ends?(?! of)|in place|needed|need(?:s)? (?:it|them|everything|delivery))"
    r"|(?P<back>回来|回国|回公司|回厂|销假|(?:is |are |be |gets? |comes? |s )?back\b(?! to)|returns?\b)"
    r"|(?P<away>出差|休假|请假|不在|放假|休息|外出|度假|没空|没时间|过节|盘点|on (?:vacation|leave|holiday|pto)|out (?:of (?:the )?office|until|till|on|this|next)|ooo|away|off (?:until|on|this|next|till)|travel+ing|closed|unavailable|not available|can't (?:make|do))"
    r"|(?P<set>约(?!谈了|\d)|改(?:到|在|成|约|期)|定(?:在|于|到|好)|推(?:到|迟)|延(?:到|期)|安排|时间定|挪到|顺延|scheduled?|rescheduled?|set up|set for|booked?|moved to|pushed to|postponed|confirmed for|arranged?|agreed on|invit\w+|appointment)"
    r"|(?P<theirs>(?:给|有)(?:我们?)?(?:个)?(?:最终|明确|最后|正式)?的?(?:答复|消息|结果|回复|信|反馈|准信|回音|说法|话|意见|通知)|答复(?![他她客])|回复(?![他她客])|付款|付(?:清|钱|定金|首付|尾款|全款|掉|\b)|打款|汇款|回款|转账|决定|定(?![制位在于好期金])|拍板|下(?:订)?单"
    r"|审批|批(?![次量])|通知|上会|过会|评审|讨论|商量|签字|盖章|开标|招标|立项|验收|来(?=看|厂|我们|公司|参观|考察|签|访|电)|董事会|考虑|研究|立项|出结果|公布|走(?:完)?流程|续签|续约"
    r"|(?:they|he|she|customer|client|board|cfo|ceo|committee|boss|procurement|legal)(?:'ll| will| to| would| should| can| is going to| plans? to| wants? to| hopes? to| has to| needs? to| must)? ?(?:decide|pay|sign|answer|let|get back|respond|reply|confirm|call|send|review|approve|come|meet|order|issue|tell|revert|email|discuss|vote|give|make)s?"
    r"|let us know|decision|decides?|pays?\b|payment|signs?\b(?! (?:contract|off with))|signing|approv(?:e|es|al)|po (?:by|expected|on|in)|order (?:expected|by)|answer|feedback|reply (?:by|expected|on)|respond|response|gets? back to (?:us|me)|board (?:meets|meeting|votes)|vote|confirms)"
    r"|(?P<ours>报价|报方案|报(?!销|告|废|警)|拜访|回访|走访|登门|上门|去|过去|送|寄|发(?!现|展|电|动|货)|发货|提交|递交|交(?=标|方案|样|资料|图|报)|投标|演示|培训|打(?=电话|给|过|他|一?个)|再打|回电|致电|联系|跟进|跟踪|见|谈|聊|沟通|碰|开(?:个)?会|会议|参观|考察|测试|试|安装|装|调试"
    r"|拿|带|准备|做|改|出(?=方案|报价|图|样|合同)|补|催|问|确认|汇报|请|吃|喝|复|签|验|修|派|对接|陪|推|讲|对账|收|看|给|答复|回复|交流|面|提供|更新|盘|拉|备|处理|申请|到(?=现场|他|公司|厂|客户)|再|启动|开始|办"
    r"|\b(?:call(?:s|ing)?|visit(?:s|ing)?|send(?:ing)?|quot(?:e|es|ing|ation)|demo(?:s|ing)?|follow(?:ing)?[ -]?up|meet(?:s|ing|ings)?|mtg|try|retry|check|email|e-mail|present(?:ing|ation)?|submit|prepare|propos(?:e|al)|deliver|ship|invoice|install|train(?:ing)?|set|go|going|bring|ask|talk|speak|chat|discuss"
    r"|review|reply|get back|revert|remind|ping|text|drop|swing|stop by|update|share|draft|finali[sz]e|negotiate|revisit|touch base|lunch|dinner|coffee|kick-?off|start|workshop|walkthrough|sync|contract|paperwork|next steps?|todo|to do|will|need to|must|pick up|show|do|give|provide|sign with|test|pilot|trial|reconnect|circle back|work on|schedule|catch up|on-?site|site visit)\b)",
    re.ASCII,
)
_WE = re.compile(r"(?:我们?|咱们?|我方|我司|本人|\bi\b|\bwe\b|i'll|we'll|i'm|let's|lets)", re.ASCII)
_TOLD = re.compile(r"(?:让|叫|要求?|请|约|喊|等)(?:我们?|咱们?)")
_THEY = re.compile(
    r"(?:客户|他们?|她|对方|业主|甲方|老板|领导|董事会|总部|公司|\0+)(?:那边|这边|说|讲|表示|答应|承诺|同意|估计|可能|应该|预计|要|会|将|打算|准备|计划|is|are|will|'ll|says?|said|wants? to|to|plans? to)*\s?$"
)
_WITH = re.compile(r"(?:和|跟|与|同|给|找|约|见|陪|with|w/|to|for|call|meet|see|email|visit|met)\s?\0+\s?$")
_AHEAD = re.compile(r"下|明|后天|将|tomorrow|tmr|tmrw|next|coming")
_TODAY = re.compile(
    r"要|会(?!议)|将|待会|等会|稍后|一会|下班前|晚|务必|记得|必须|得|再|之前|前|继续|准备|打算|\b(?:will|need|must|by|before|eod|later|tonight|going to|again|retry|to do|gonna|i'll|we'll|try)\b",
    re.ASCII,
)


def role(text: Text, masked: str, span: Span, segment: Span, *, today: bool) -> Role:
    """What the words of its segment make of the day at `span`; `masked` has people and names blanked out."""
    start, end = span
    left, right = masked[segment[0] : start], masked[end : segment[1]]
    if today and not _TODAY.search(left + right):
        return Role.PAST
    certain = _AHEAD.match(masked, start) is not None
    cue = _nearest(left, right, chinese=text.chinese, certain=certain)
    if cue is None:
        return Role.BARE
    kind, before = cue
    if kind == "past":
        return Role.PAST
    ours = _WE.search(right[:8]) or _WE.search(left[-6:]) or _TOLD.search(left)
    if kind in {"ours", "set"}:
        theirs = _THEY.search(left) and not _WITH.search(left) and not ours and not before
        return Role.THEIRS if theirs else Role.OURS
    if kind == "late":
        return Role.OURS if ours and not _TOLD.search(left) else Role.DEADLINE
    if kind == "theirs":
        return (
            Role.OURS
            if ours and not re.search(r"给我|我们?(?:公司)?(?:付|打)|let us|to us|给我们", left + right)
            else Role.THEIRS
        )
    return Role.DEADLINE if kind == "back" else Role.AWAY


def _nearest(left: str, right: str, *, chinese: bool, certain: bool) -> tuple[str, bool] | None:
    """The kind of the cue nearest to the day, on the side where its language puts the verb, and whether it stands before."""
    after = [found for found in _CUES.finditer(right) if not (certain and found.lastgroup == "past")]
    before = [found for found in _CUES.finditer(left) if not (certain and found.lastgroup == "past")]
    if any(found.lastgroup == "past" for found in after) and chinese:
        return "past", False
    for found in (*before[-1:], *after):
        if found.lastgroup == "late" or (found.lastgroup in {"away", "back"} and found in after[:1] + before[-1:]):
            if found in after[:2] + before[-1:]:
                return str(found.lastgroup), found in before
    sides = (after, before) if chinese and re.search("[㐀-鿿]", right + left) else (before, after)
    first = sides[0]
    if first:
        pick = first[0] if first is after else first[-1]
        return str(pick.lastgroup), first is before
    second = sides[1]
    if second:
        pick = second[0] if second is after else second[-1]
        if pick.lastgroup == "past" and second is before and chinese:
            return None
        return str(pick.lastgroup), second is before
    return None
