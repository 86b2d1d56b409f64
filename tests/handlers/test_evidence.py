"""Evidence in chat: files with a line, in a thread, without a word; numbers read from a line; found again."""

from sqlalchemy import select, text

from core import listed, pipelines, stages
from core.listed import MOST, Word
from core.models import Evidence, List, Stage, StageMove, Visit
from core.stages import Told
from core.stages.asks import Asks
from tests.handlers.test_deals import count
from tests.handlers.test_stages import entered


async def pieces(house):
    async with house.db.begin() as session:
        return (await session.scalars(select(Evidence).order_by(Evidence.id))).all()


async def test_a_file_that_comes_with_a_line_is_evidence_of_that_visit(house, xiaoli):
    deal = await entered(house)

    told = await xiaoli.uploads("IMG_1.jpg", b"x" * 7, text="方舟电子 见了刘兵,样品照片在这里")

    assert "已记拜访" in told.text
    (piece,) = await pieces(house)
    assert (piece.deal_id, piece.name, piece.size, piece.mimetype) == (deal.id, "IMG_1.jpg", 7, "image/jpeg")
    assert piece.visit_id is not None
    assert piece.file_id.startswith("F")
    assert "IMG_1.jpg" in piece.permalink
    await xiaoli.press("撤销", on=told)
    assert (await pieces(house))[0].withdrawn_at is not None


async def test_files_are_never_fetched(house, xiaoli):
    await entered(house)
    start = len(house.slack.calls)

    await xiaoli.uploads("合同.pdf", b"x", text="方舟电子 合同签了,下周三发货")

    assert {call.method for call in house.slack.calls[start:]} <= {"chat.postMessage", "users.info"}


async def test_a_courier_number_in_a_line_is_on_the_card(house, xiaoli):
    await entered(house)

    await xiaoli.command("/visit 方舟电子 样品已寄出,顺丰 SF1234567890,周五确认")

    assert "快递单号 顺丰 SF1234567890" in (await xiaoli.command("/deal 方舟电子")).text


async def test_dropped_without_a_word_it_asks_which_deal_and_keeps_the_file(house, xiaoli):
    await entered(house)
    await entered(house, "三励公司")

    asked = await xiaoli.uploads("扫描.pdf", b"x")

    assert "扫描.pdf 已收到" in asked.text
    assert await count(house, Evidence) == 1
    told = await xiaoli.choose("选择商机", "三励公司", on=asked)
    assert "已记录 1 件凭证 · 三励公司" in told.text
    named = await xiaoli.choose("这是什么？", "合同", on=told)
    assert "合同 扫描.pdf" in named.text
    assert "合同 扫描.pdf" in (await xiaoli.command("/deal 三励公司")).text


async def test_who_has_no_deal_is_told_what_to_do(house, alice):
    told = await alice.uploads("scan.pdf", b"x")

    assert "You have no open deal." in told.text


async def test_with_a_line_whose_customer_is_unclear_it_goes_where_the_line_goes(house, xiaoli):
    await entered(house, "山东力诺集团")
    await entered(house, "山东力诺医药")
    asked = await xiaoli.uploads("x.pdf", b"x", text="力诺 见了刘兵,要200台扫描枪")
    assert "说的是哪个客户" in asked.text

    await xiaoli.press("山东力诺医药", on=asked)

    (piece,) = await pieces(house)
    async with house.db.begin() as session:
        visit = (await session.scalars(select(Visit))).one()
    assert (piece.visit_id, piece.deal_id) == (visit.id, visit.deal_id)


async def test_a_line_edited_keeps_its_files(house, xiaoli):
    await entered(house)
    told = await xiaoli.uploads("x.pdf", b"x", text="方舟电子 见了刘兵")
    await xiaoli.press("修改", on=told)
    await xiaoli.fill({"跟进内容": "方舟电子 见了刘兵,要200台扫描枪"})
    await xiaoli.submit()

    (piece,) = await pieces(house)
    assert piece.withdrawn_at is None
    async with house.db.begin() as session:
        last = (await session.scalars(select(Visit).order_by(Visit.id.desc()))).first()
    assert piece.visit_id == last.id


async def test_words_in_a_deals_thread_are_about_that_deal(house, xiaoli):
    await entered(house)
    await xiaoli.choose("更多…", "把卡片发到私信", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()

    told = await xiaoli.says("刘兵批了预算,周五签合同", thread=xiaoli.dms[-1])

    assert "方舟电子 · 已记拜访" in told.text


async def test_nobody_adds_to_or_reads_a_colleagues_evidence_through_a_thread(house, xiaoli, jia):
    await entered(house)
    await xiaoli.choose("更多…", "把卡片发到私信", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()
    await xiaoli.uploads("合同.pdf", b"x", thread=xiaoli.dms[-1])

    seen = await jia.command("/genjin 查找 合同")

    assert "没找到" in seen.text


async def test_found_by_number_carrier_customer_and_file(house, xiaoli, alice, zhangjun):
    await entered(house)
    await xiaoli.command("/visit 方舟电子 样品已寄出,顺丰 SF1234567890,周五确认")
    await xiaoli.uploads("质检报告.pdf", b"x", text="方舟电子 见了刘兵,质检通过")

    for asked in ("顺丰 SF123", "sf1234567890", "方舟电子 快递", "质检报告"):
        seen = await xiaoli.command(f"/genjin 查找 {asked}")
        assert "凭证 · 方舟电子" in seen.text, asked
    first = await zhangjun.command("/genjin 查找 顺丰 SF123")
    assert first.text.index("SF1234567890") < first.text.index("拜访") if "拜访" in first.text else True
    card = await xiaoli.press("查看", on=await xiaoli.command("/genjin 查找 SF1234567890"))
    assert "获得销售机会，5%" in card.text
    assert "Nothing that you may see" in (await alice.command("/genjin find SF1234567890")).text


async def test_what_is_looked_for_may_be_anything(house, xiaoli):
    await entered(house)
    for odd in ("%", "_", "\\", "' or 1=1", "<!channel>", "😀", "a" * 400, "方舟 " * 60):
        seen = await xiaoli.command(f"/genjin 查找 {odd}")
        assert seen.ok, odd
        assert "出了点问题" not in seen.text, odd
    assert "获得销售机会" not in (await xiaoli.command("/genjin 查找 %")).text


async def test_with_a_thousand_of_everything_each_answer_is_one_that_slack_takes(house, xiaoli, admin):
    await full(house, await entered(house, "方舟电子" * 20))
    card = await xiaoli.command(f"/deal {'方舟电子' * 20}")
    pages = await admin.command("/genjin 流程设置")

    shown = [
        card,
        await xiaoli.choose("更多…", "阶段历史", on=card),
        await xiaoli.choose("更多…", "凭证", on=card),
        await xiaoli.command("/genjin 查找 方舟"),
        pages,
        await admin.press("pipeline.open", on=pages),
    ]
    assert [each.problems for each in shown if each.problems or not each.ok] == []
    gate = await xiaoli.choose("移到阶段…", card.input("移到阶段…").options[-1], on=card)
    assert gate.title == "推进"
    assert not gate.problems
    assert len(gate.blocks) > 30
    form = await admin.press("修改…", on=shown[-1])
    assert not form.problems
    assert "997" in card.text.replace(",", "")


async def full(house, deal):
    """As many stages as there can be, each asking for all it can; a thousand pieces and moves."""
    by, now = await house.member("陈总"), house.now()
    async with house.db.begin() as session:
        for kind in (List.FILE, List.NUMBER, List.LOST, List.WON, List.COMPETITOR):
            words = [Word(f"{n}{'长' * 37}", f"{n}{'w' * 37}") for n in range(MOST)]
            await listed.put(session, kind=kind, words=words, by=by, now=now)
        kinds = await listed.of(session, lists=listed.KINDS, by=by)
        asks = Asks(
            ("amount", "close", "next_step", "quote", "contact", "decision_maker", "competitor"),
            tuple(kind.id for kind in kinds[-10:]),
            tuple(f"{n}{'查' * 73}" for n in range(10)),
        )
        for n in range(11):
            told = Told(name_zh=f"{n}{'阶' * 38}", name_en=f"{n}{'s' * 38}", probability=50, asks=asks)
            await stages.add(session, pipeline_id=deal.pipeline_id, told=told, by=by, now=now)
        assert len(await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)) == stages.MOST_STAGES
        await session.execute(
            text(
                "insert into evidence (workspace_id, account_id, deal_id, name, file_id, permalink, folded, by_id, at,"
                " source) select :w, :account, :deal, repeat('名', 150), 'F' || n, 'https://x.example/' || n, '方舟',"
                " :by, now(), n::text from generate_series(1, 1000) as n"
            ),
            {"w": by.workspace_id, "account": deal.account_id, "deal": deal.id, "by": by.id},
        )
        moves = StageMove.__table__
        row = {"workspace_id": by.workspace_id, "deal_id": deal.id, "from_id": deal.stage_id, "to_id": deal.stage_id}
        row |= {"by_id": by.id, "at": now, "probability": 5, "reason": "因为" * 200}
        await session.execute(moves.insert(), [row] * 1000)
        assert await session.scalar(select(Stage.id).limit(1))
