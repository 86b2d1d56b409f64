"""People as Chinese writes them: 王总, 刘经理, 小王, 刘兵, and Lily姐."""

import re

from core.reading.people_words import COMPOUND, ORDINARY, RISKY, SURNAMES, TITLES
from core.reading.result import Named
from core.reading.text import Text

_RISKY = "|".join(f"(?<![{before}]){name}" if before else name for name, before in RISKY.items())
_SURNAME = rf"(?:{COMPOUND}|[{SURNAMES}]|{_RISKY})"
_STOP = "说要了让给和跟去来在的是也都就不没到谈聊想问回打发签定同反确介表提觉认拒嫌答希告催批叫请已将会能可对把被从向与及做等那这很太还又再先才只人们他她我你总带拿送收看付买卖用换找约帮"
_GIVEN = rf"[^\x00-\x7f{_STOP}、，。；：！？（）《》“”·…¥]"
TITLED_PATTERN = rf"{_SURNAME}{_GIVEN}{{0,2}}?(?:{TITLES})|(?<![大中较最])小{_SURNAME}(?![㐀-鿿]?(?:时|区|型))|(?<![古元])老{_SURNAME}(?!板)"
_NAMED = rf"{_SURNAME}{_GIVEN}{{1,2}}?(?=$|[^㐀-鿿]|[{_STOP}下上本反介负电微答])"
_HONOURED = rf"{TITLED_PATTERN}|[a-z]+(?:总|经理|姐|哥|老师|工(?!作|程)|主任|先生|小姐|女士|董)"
_PERSON = rf"(?:{_HONOURED}|{_NAMED})"
_ROLE = (
    r"(?:他们|对方|客户|甲方|业主)?(?:的)?(?:新来的|新任|负责的)?(?:采购|技术|财务|销售|生产|设备|工程|行政|人事|信息|研发|质量|质检|市场|运营|仓库|仓储|物流|项目|基建|后勤|"
    r"老板|大老板|前台|总部|办公室|院长办|校长办公室|it|法务|设计|品质|计划|安全|车间|分管|业务|主管)?(?:部门?的?|科的?|负责人|处的?|员|中心)?"
)
_JOIN = r"(?:\s?(?:、|,|和|跟|与|及|以及|还有|&|/)\s?)"
# Somebody did something with them: 见了…, 和…聊, 给…发.
_MET = re.compile(
    rf"(?:拜访|见到|见着|见|约见|会见|走访|面谈|接待|碰到|碰见|遇到|遇见|联系上?|联络|打给|致电|电话|通话|回访|请|陪|对接|微信|加|告诉|告知|通知|答复|回复|问|请教|说服|送|发|寄|"
    rf"和|跟|与|同|给|向|对|陪同?|找|拉上|当面)(?:了|过|的是|到|上|给|给了)?\s?{_ROLE}\s?(?P<who>{_PERSON}(?:{_JOIN}{_ROLE}{_PERSON})*)"
)
TITLED = re.compile(TITLED_PATTERN)
_WHO = re.compile(rf"(?P<titled>{_HONOURED})|{_NAMED}")
_DEALT = re.compile(
    "聊|谈|说|讲|开会|沟通|吃|喝|介绍|演示|汇报|道歉|解释|对接|打|通|碰|见|核|讨论|确认|发|寄|送|报|看|展示|推荐|提|交流|握手|喝茶|培训|测试|参观|逛|走|签|做"
)
# What a person is said to do when the rep has heard it from them.
_SAID = (
    r"\s?(?:[^,。;\s㐀-鿿]{0,2})(?:电话里|微信里?|微信上|那边|今天|昨天|上午|下午|刚才|刚|还|也|又|就|都|明确|已经?|已|基本|当场|口头|自己|亲自|突然|主动|本人|很|比较|非常|对)*"
    r"(?:说|讲|表示|反馈|答应|同意|要求|希望|回复|来电|来访|打来|打电话|来了?电话|来信|告诉|告知|问|询问|确认|提出?|提到|觉得|认为|拒绝|嫌|想|要|介绍|签|批|让|叫|催|透露|承诺|担心|"
    r"抱怨|投诉|推荐|建议|满意|认可|不满|感兴趣|有兴趣|喜欢|接受|不同意|不接受|不愿|不想|不要|不肯|没意见|没问题|松口|点头|拍板了|决定|定了|定下|选了|看了|看过|看中|试了|试用|验收|收到|下单|下了|"
    r"订了|加了|返|压价|还价|砍价|价格|讲价|接受|支持|反对|强调|暗示|追问|坚持|带我|带着|陪|接待|见了|打算|准备|考虑|倾向|犹豫|吐槽|夸|谈|聊|需要|需|退|换了|付了|打了|约我|请我|邀请|到访|过来|来了|亲自|"
    r"态度|印象|关系|人|挺|不错|:|放话|急|着急|取消|推迟|改|临时取消|授权|明说|直说|直接|坦言|发来|发了|发我|传|寄来|给了|给我|补充|指出|质疑|解释|回|答|找我|查|核|抱|哭|笑|表态|交代|安排)"
)
_SPOKE = re.compile(_SAID)
_ABSENT = re.compile(
    r"\s?(?:今天|昨天|当天|临时|又|还|也|都|一直|正|人|恰好|正好|刚好|这周|本周|最近|目前|因为)*(?:没来|没在|不在|未在|未到|没到|没空|没时间|没见|没碰|没露面|缺席|爽约|请假|休假|休息|在休|出差|出国|外出|"
    r"在开会|开会去|去开会|有会|离职|走了|辞职|退休|升|调|被调|没接|不接|没人|关机|无人|有事|生病|住院|度假|放假|还没|没回|未回|没有回|不方便|正忙|在忙|忙|下班|产假|休产假|年假|病假|负责|接手|接替|"
    r"接任|分管|主管(?!说)|是(?:决策|老板|负责|关键|新|我|他|采购|领导)|的(?:手机|电话|名片|微信|邮箱|助理|秘书|办公室|同学|亲戚|意思|上级|领导|老婆|下属|审批|签字|号码)|手机|号码|联系方式|\d{7})"
)
_NOT_MET = re.compile(
    r"(?:没(?:有)?(?:见到?着?|碰到?|联系上|找到|遇到)(?:了)?|未(?:见|能见)到?|等着?|要见|想见|要去见|约|约了|约好|约到|约上|请示|汇报给?|需要?|由|换成?了?|换|接替|代替|取代|决策人是|老板是|联系人是?|负责人是?|拍板的是|"
    r"新来的|新任|听说|据说|认识|提到|说起|竞争对手|对手|友商|转给|转交|抄送|等到|打算(?:见|拜访|约)|准备(?:见|拜访|约|找)|计划(?:见|拜访)|下次|下回|再(?:找|约|见|联系|打给|拜访)|去找|叫上?|通过|引荐|介绍了?|"
    r"推荐了?|取得|还没(?:见|联系|找)到?过?|没有?见过|不是|而不是|绕过|除了|比|像|前任|以前的|原来的|据|求|去问|还要问|问下|问一下|要找|想找|需找|得找|找|必须)(?:一下|下|我们|咱们?|公司|领导|他们|对方|的|老板|新|"
    rf"他们?的?|{_ROLE})\s?$"
)
_ARRANGED = re.compile(r"\s?(?:先|又|都|电话|微信)?约(?!谈了|见了|我)(?:好|定|了|在|到|的|时间)?")
_HAPPENED = re.compile(r"[了过]|刚|已经|昨|上午见|反馈|来电|一起")


def people(text: Text, coming: list[tuple[int, int]], blank: list[tuple[int, int]]) -> list[Named]:
    """Everybody named. `coming` are the days still to come; `blank` is what holds no name."""
    plain = text.without(blank)
    met = {}
    for match in _MET.finditer(plain):
        for who in _WHO.finditer(plain, match.start("who"), match.end("who")):
            met[who.start()] = match
    found = []
    for who in _WHO.finditer(plain):
        if _name(who) in ORDINARY or who[0][:2] in ORDINARY:
            continue
        spoken = _spoken_to(plain, who, met.get(who.start()), text, coming)
        if spoken or who["titled"]:
            found.append(Named(who.start(), who.end(), spoken))
    return found


def _name(who: re.Match[str]) -> str:
    return who[0].strip()


def _spoken_to(
    plain: str, who: re.Match[str], met: re.Match[str] | None, text: Text, coming: list[tuple[int, int]]
) -> bool:
    start, end = text.clause(who.start())
    ahead = met.end("who") if met else who.end()  # the last of 王总、李工和小秦 tells for all
    before = plain[start : met.start() if met else who.start()]
    if _ABSENT.match(plain, ahead) or _NOT_MET.search(before) or _NOT_MET.search(plain[start : who.start()]):
        return False
    if _ARRANGED.match(plain, ahead):
        return False
    days = [day for day in coming if start <= day[0] < end]
    said = _SPOKE.match(plain, who.end())
    if met:
        verb = plain[met.start() : met.start("who")]
        planned = bool(days) and not _HAPPENED.search(plain, met.start(), end) and not (said and days[0][0] > who.end())
        return not planned and not (
            verb[0] in "请问找向对给"
            and not said
            and not _HAPPENED.search(plain, start, end)
            and not _DEALT.search(plain, ahead, end)
        )
    if any(day[1] <= who.start() for day in days):
        return False
    if who["titled"]:
        return said is not None or bool(re.match(r"[㐀-鿿:]", plain[who.end() : who.end() + 1]))
    return said is not None and (who.start() == start or not re.match("[㐀-鿿]", plain[who.start() - 1]) or True)
