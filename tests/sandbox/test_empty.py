"""`make run ARGS=--empty`: people in their places, and nothing in the books."""

from sandbox.demo import people
from sandbox.demo.folder import Folder, Lock
from sandbox.demo.workspace import Demo
from tests.stories.opened import folder


async def test_a_workspace_without_history_has_people_and_channels_and_takes_its_first_lead():
    with folder() as path:
        data = Folder(path)
        demo = Demo(data, Lock(data), empty=True)
        try:
            await demo.serve(0)
            await demo.prepare()
            assert (demo.is_new, demo.wrong) == (True, [])
            await first_steps(demo.slack)
        finally:
            await demo.close()


async def first_steps(slack):
    rep, manager = slack.person("小李"), slack.person("张军")
    assert "/lead 新建" in "".join(message.text for message in rep.sees("#general"))
    assert not rep.dms
    assert not rep.sees(f"#{people.POOL}")
    assert "0" in await rep.command("/lead 公海")
    team = await manager.command("/genjin 小组")
    assert [place.name for place in people.PEOPLE if place.team == "广告组" and place.name not in team] == []

    await rep.command("/lead 新建 方舟电子 刘兵 13800138000，要200台扫描枪")
    await slack.until(lambda: rep.sees(f"#{people.POOL}"), timeout=20)
    assert "方舟电子" in rep.sees(f"#{people.POOL}")[-1].text
