"""Who works here, in which team and channel; everybody takes their place through Genjin's own forms."""

from dataclasses import dataclass

from sandbox.demo.days import ZONE
from sandbox.demo.hands import pressed, sent
from sandbox.slack import Slack

POOL = "lead-pool"


@dataclass(frozen=True)
class Place:
    """A person of the demo: `role`, `team` and `tags` as Genjin knows them, `title` as Slack shows it."""

    name: str
    id: str
    title: str
    role: str
    team: str = ""
    channel: str = ""
    locale: str = "zh-CN"
    tags: str = ""


PEOPLE = (
    Place("小李", "UXIAOLI", "广告组", "rep", "广告组", "ads-team", tags="广告, 视频, 家居"),
    Place("Alice", "UALICE", "Ads team", "rep", "广告组", "ads-team", "en-US", "video, travel, launch"),
    Place("张军", "UZHANGJUN", "广告组经理", "manager", "广告组", "ads-team"),
    Place("销售甲", "UXIAOSHOUJIA", "扫描组", "rep", "扫描组", "scanner-team", tags="医药, 印刷, 手持终端"),
    Place("销售乙", "UXIAOSHOUYI", "扫描组", "rep", "扫描组", "scanner-team", tags="物流, 仓储, 山东"),
    Place("李庆成", "ULIQINGCHENG", "扫描组经理", "manager", "扫描组", "scanner-team"),
    Place("陈总", "UCHENZONG", "管理员", "admin"),
)


def arrive(slack: Slack) -> None:
    """People and channels come into being, as in any Slack workspace."""
    ws = slack.workspace
    for place in PEOPLE:
        user = ws.add_user(place.name, id=place.id, locale=place.locale, tz=str(ZONE), admin=place.role == "admin")
        user.title = place.title
    ws.bot.title = "跟进 · Genjin"
    everybody = [place.name for place in PEOPLE]
    ws.add_channel(POOL, members=everybody, id="CPOOL").topic = "公海:谁先认领就归谁 · The pool: whoever claims first"
    for channel in dict.fromkeys(place.channel for place in PEOPLE if place.channel):
        members = [place.name for place in PEOPLE if place.channel == channel]
        ws.add_channel(channel, members=members, id=f"C{channel.upper().replace('-', '')}")


async def settle(slack: Slack) -> None:
    """The admin gives everybody a role, a team and its channel, and names the pool's channel, all in chat."""
    for place in PEOPLE:  # whom Genjin has met it can be told about
        await slack.person(place.name).command("/today")
    admin = slack.person(next(place.name for place in PEOPLE if place.role == "admin"))
    for place in PEOPLE:
        if place.team:
            await pressed(admin, "team.edit", await admin.command("/genjin team"))
            channel = slack.workspace.channel(place.channel).id
            entered = {"member": place.id, "role": place.role, "team": place.team, "channel": channel}
            entered |= {"tags": place.tags} if place.tags else {}
            await sent(admin, entered)
    await admin.command("/genjin settings")
    await sent(admin, {"pool_channel": slack.workspace.channel(POOL).id})
