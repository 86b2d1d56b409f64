"""Web forms made by an admin in chat, and used over HTTP: the page, its answers, what cannot be sent."""

import asyncio
import html
import re

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload

from core.models import Lead, Visit, WebForm
from tests.handlers.forging import press, submit

FILLED = {"company": "方舟电子", "contact": "刘兵", "phone": "13800138000", "interest": "200台扫描枪"}


@pytest.fixture
async def web(house):
    """Visitors' way to the house."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.settings.port}") as http:
        yield http


async def make(admin, **entries):
    """A form, made in chat; its path."""
    await admin.press("webform.new", on=await admin.command("/genjin 网页表单"))
    await admin.fill({"名称": "首页", "来源": "官网", **entries})
    made = await admin.submit()
    await admin.dismiss(everything=True)
    return re.search(r"http://127.0.0.1:\d+(/forms/\S+)", made.text)[1]


async def leads(house):
    async with house.db.begin() as session:
        return await session.scalar(select(func.count()).select_from(Lead))


def said(answer) -> str:
    found = re.search(r'role="(?:alert|status)">(.*?)</p>', answer.text, re.DOTALL)
    return html.unescape(found[1]) if found else ""


async def test_an_admin_makes_a_form_and_is_shown_where_it_is_and_how_to_use_it(house, admin):
    assert "还没有表单" in (await admin.command("/genjin forms")).text
    await admin.press("webform.new", on=await admin.command("/genjin 网页表单"))
    await admin.fill({"名称": "首页右下", "来源": "官网", "提交后访客看到的话": "谢谢惠顾"})

    made = await admin.submit()

    url = f"http://127.0.0.1:{house.settings.port}/forms/{house.slack.workspace.id}/"
    assert "打开这个地址就能通过 首页右下 提交线索" in made.text
    assert f'<iframe src="{url}' in made.text
    assert "--data-urlencode 'company=Acme' --data-urlencode 'phone=13800138000'" in made.text
    assert [button.url[: len(url)] for button in made.buttons if button.url] == [url]
    await admin.dismiss(everything=True)
    listed = await admin.command("/genjin forms")
    assert "首页右下 · 官网 · 近 30 天：新线索 0 条" in listed.text


async def test_what_is_missing_is_said_in_the_form(house, admin):
    await admin.press("webform.new", on=await admin.command("/genjin forms"))
    await admin.fill({"名称": "首页", "来源": "官网", "要填的内容": ["公司"]})

    await admin.submit()

    assert "至少问一种联系方式" in admin.form.errors["要填的内容"]


async def test_nobody_but_an_admin_comes_near_forms(house, admin, zhangjun, xiaoli, web):
    path = await make(admin)
    before = (await admin.command("/genjin forms")).text

    for who in (zhangjun, xiaoli):
        assert "陈总" in (await who.command("/genjin forms")).text
        acks = [await press(who, action, {"form": 1}) for action in ("webform.new", "webform.rotate", "webforms.show")]
        deeds = [{"form": 1, "do": do} for do in ("address", "edit", "close", "reopen")]
        acks += [await press(who, "webform.more", deed, kind="static_select") for deed in deeds]
        acks.append(await submit(who, "webform.form", {"form": 1}, name="x"))
        assert all(ack.status == 200 for ack in acks)

    assert (await admin.command("/genjin forms")).text == before
    assert (await web.get(path)).status_code == 200


async def test_a_visitor_fills_in_the_page_and_the_pool_has_a_lead(house, admin, alice, web):
    path = await make(admin)
    page = await web.get(path, headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert page.status_code == 200
    assert 'lang="zh-CN"' in page.text
    assert "请告诉我们您的需求" in page.text
    assert "script" not in page.text

    sent = await web.post(path, data=FILLED)

    assert sent.status_code == 303
    thanks = await web.get(sent.headers["location"], headers={"accept-language": "zh-CN"})
    assert said(thanks) == "谢谢！我们已经收到，会尽快与您联系。"
    await house.deliver()
    posted = alice.sees("#lead-pool")[-1].text
    assert "方舟电子" in posted
    assert "来源\n官网" in posted
    assert "0013" not in posted


async def test_the_page_speaks_the_forms_language_or_the_visitors(house, admin, web):
    either, english = await make(admin), await make(admin, **{"语言": "英文"})

    assert 'lang="en-US"' in (await web.get(either, headers={"accept-language": "de, en;q=0.8"})).text
    assert 'lang="zh-CN"' in (await web.get(f"{either}?lang=zh", headers={"accept-language": "en"})).text
    assert 'href="?lang=en"' in (await web.get(f"{either}?lang=zh")).text
    for header in ("zh-CN", "", "x" * 5000):
        page = await web.get(f"{english}?lang=zh", headers={"accept-language": header})
        assert 'lang="en-US"' in page.text
    sent = await web.post(f"{either}?lang=en", data=FILLED)
    assert sent.headers["location"].endswith("?sent=1&lang=en")
    refused = await web.post(english, data={**FILLED, "phone": ""})
    assert said(refused) == "Please leave a way to reach you."


async def test_what_is_wrong_is_said_on_the_page_with_everything_still_there(house, admin, web):
    path = await make(admin)

    refused = await web.post(path, data={**FILLED, "company": '<b>方舟"电子', "phone": "12"})

    assert refused.status_code == 422
    assert said(refused) == "电话号码不完整，请再看一下。"
    for kept in ('value="&lt;b&gt;方舟&#34;电子"', 'value="刘兵"', 'value="12"', ">200台扫描枪</textarea>"):
        assert kept in refused.text, kept
    assert re.search(r'id="phone"[^>]*aria-invalid="true" aria-describedby="said"', refused.text)
    assert await leads(house) == 0


async def test_a_page_of_another_site_posts_and_is_answered_in_json(house, admin, web):
    path = await make(admin)
    asked = await web.options(path, headers={"origin": "https://shop.example", "access-control-request-method": "POST"})

    sent = await web.post(path, json={**FILLED, "budget": 5}, headers={"origin": "https://shop.example"})
    refused = await web.post(path, json={"company": "x"}, headers={"accept-language": "en"})

    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*")
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    assert (sent.status_code, sent.headers["access-control-allow-origin"]) == (200, "*")
    assert sent.json() == {"ok": True, "message": "谢谢！我们已经收到，会尽快与您联系。"}
    assert refused.status_code == 422
    assert refused.json() == {"ok": False, "message": "Please leave a way to reach you.", "field": "phone"}
    assert await leads(house) == 1


async def test_a_form_of_another_kind_is_taken_too_and_its_files_are_not(house, admin, web):
    path = await make(admin)

    sent = await web.post(path, files={name: (None, value) for name, value in FILLED.items()})
    with_file = await web.post(path, data={**FILLED, "company": "蓝海物流"}, files={"cv": ("cv.txt", b"x")})

    assert (sent.status_code, with_file.status_code) == (303, 303)
    assert await leads(house) == 2
    assert "蓝海物流" in await admin.command("/lead 公海")


async def test_what_a_page_in_gbk_sends_is_read_as_it_was_typed(house, admin, web):
    path, kind = await make(admin), {"content-type": "application/x-www-form-urlencoded"}

    for body in ("company=国标电子&phone=13800138000".encode("gbk"), b"company=%C0%B6%BA%A3&phone=13800138001"):
        assert (await web.post(path, content=body, headers=kind)).status_code == 303
    refused = await web.post(path, data={**FILLED, "company": "😀"})

    assert (refused.status_code, said(refused)) == (422, "请填写您的公司。")
    pool = await admin.command("/lead 公海")
    assert [name in pool for name in ("国标电子", "蓝海")] == [True, True]


async def test_a_customer_somebody_holds_is_answered_the_same_and_the_owner_hears(house, admin, xiaoli, web):
    await xiaoli.command("/lead new 方舟电子 刘兵 13900139000 要打印机")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead pool"))
    path = await make(admin)

    known = await web.post(path, json=FILLED)
    new = await web.post(path, json={**FILLED, "company": "蓝海物流", "phone": "13700137000"})
    await house.deliver()

    assert known.content == new.content
    assert await leads(house) == 2
    told = xiaoli.dms[-1]
    assert "你的客户 方舟电子 通过表单 首页 来信" in told.text
    assert "200台扫描枪" in told.text
    card = await xiaoli.command("/lead 方舟电子")
    assert "客户（表单）：方舟电子 · 刘兵 · 13800138000 · 200台扫描枪" in card.text
    assert "139 0013 9000" in card.text
    await xiaoli.choose("更多…", "全部历史", on=card)
    assert "通过表单 首页 来信" in xiaoli.told.text
    why = await xiaoli.press("为什么收到", on=told)
    assert "这是你的客户，通过网页表单来信" in why.text


async def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(house, admin, web):
    path = await make(admin)

    sent = await web.post(path, data={**FILLED, "website": "https://spam.example"})

    assert sent.status_code == 303
    assert await leads(house) == 0


async def test_too_often_is_said_so_and_nothing_typed_is_lost(house, admin, web):
    path = await make(admin)
    for n in range(10):
        sent = await web.post(path, data={**FILLED, "company": f"公司{n}", "phone": "12"})
        assert sent.status_code == 422

    refused = await web.post(path, data=FILLED)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert said(refused) == "刚才提交得太频繁，请等一分钟再提交。"
    assert 'value="方舟电子"' in refused.text
    assert (await web.post(path, json=FILLED)).json()["ok"] is False
    passed = await web.post(path, data=FILLED, headers={"x-forwarded-for": "203.0.113.9"})
    assert passed.status_code == 303


async def test_an_address_replaced_or_closed_leads_nowhere_from_then_on(house, admin, web):
    path = await make(admin)
    shown = await admin.choose("webform.more", "地址和代码…", on=await admin.command("/genjin forms"))
    fresh = await admin.press("换新地址…", on=shown)
    new = re.search(r"http://127.0.0.1:\d+(/forms/\S+)", fresh.text)[1]

    for gone in (await web.get(path), await web.post(path, data=FILLED), await web.post(path, json=FILLED)):
        assert gone.status_code == 404
        assert "这个表单已关闭" in (
            gone.json()["message"] if gone.headers["content-type"] == "application/json" else said(gone)
        )
    assert (await web.get(new)).status_code == 200
    closed = await admin.choose("webform.more", "关闭", on=await admin.command("/genjin forms"))
    assert "已关闭" in closed.text
    assert (await web.get(new)).status_code == 404
    await admin.press("撤销", on=closed)
    assert (await web.get(new)).status_code == 200


async def test_a_form_changed_keeps_its_address(house, admin, web):
    path = await make(admin)
    await admin.choose("webform.more", "修改…", on=await admin.command("/genjin forms"))
    assert admin.form.fields["名称"].value == "首页"
    await admin.fill({"要填的内容": ["您的姓名", "微信号"], "提交后访客看到的话": "收到啦"})
    await admin.submit()

    page = await web.get(path)

    assert 'name="wechat"' in page.text
    assert 'name="company"' not in page.text
    sent = await web.post(path, json={"contact": "刘兵", "wechat": "liubing"})
    assert sent.json()["message"] == "收到啦"


BROKEN = {
    "no body": (b"", "application/json"),
    "half of it": (b'{"company": ', "application/json"),
    "a list": (b"[1]", "application/json"),
    "deep": (b"[" * 60_000, "application/json"),
    "not a text": (
        b'{"company": {"x": 1}, "phone": [1], "contact": true, "interest": null}',
        "application/json",
    ),
    "another kind": (b"x", "application/xml"),
    "no kind": (b"company=x", ""),
    "no boundary": (b"--x", "multipart/form-data"),
    "half a part": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "letters of nowhere": (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--',
        "multipart/form-data; boundary=x; charset=klingon",
    ),
    "bytes": (bytes(range(256)) * 20, "application/x-www-form-urlencoded"),
    "many": (b"&".join(b"a%d=1" % n for n in range(500)), "application/x-www-form-urlencoded"),
    "nul": (b"company=%00&contact=%00%00&phone=%00", "application/x-www-form-urlencoded"),
    "halves of letters": (b'{"company": "\\ud800", "phone": "13800138000"}', "application/json"),
    "a large number": (b'{"company": ' + b"9" * 5000 + b"}", "application/json"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_whatever_is_sent_is_answered_in_one_sentence(house, admin, web, name):
    path = await make(admin)
    body, kind = BROKEN[name]

    answer = await web.post(path, content=body, headers={"content-type": kind} if kind else {})

    assert 400 <= answer.status_code < 500 or name == "halves of letters"
    assert "Traceback" not in answer.text


async def test_more_than_fits_is_refused_before_it_is_read(house, admin, web):
    path = await make(admin)

    large = await web.post(path, data={**FILLED, "interest": "长" * 100_000})

    assert large.status_code == 413
    assert said(large) == "内容太多，请精简一些。"


@pytest.mark.parametrize(
    "path", ["/forms/TNONE/x.y", "/forms/*/x.y", "/forms/T1/", "/forms/%2e/%2e", "/forms/T1/%00.%00"]
)
async def test_an_address_that_never_was_is_not_found(house, web, path):
    for answer in (await web.get(f"/forms/{path}"), await web.post(f"/forms/{path}", data=FILLED)):
        assert answer.status_code == 404


async def test_a_form_of_one_workspace_is_none_of_anothers(house, admin, web):
    path = await make(admin)

    answer = await web.get(path.replace(house.slack.workspace.id, "TOTHER"))

    assert answer.status_code == 404


async def test_sent_by_many_at_once_it_is_one_lead(house, admin, web):
    path = await make(admin)

    async def send():
        while (answer := await web.post(path, json=FILLED)).status_code == 503:  # too many at once: try again later
            pass
        return answer

    answers = await asyncio.gather(*(send() for _ in range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert await leads(house) == 1
    async with house.db.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Visit)) == 0


async def test_while_the_database_is_away_it_is_said_so_and_nothing_typed_is_lost(house, admin, web):
    path = await make(admin)
    async with house.db.begin() as session:
        await session.execute(text("alter table web_tries rename to web_tries_away"))
    try:
        answer = await web.post(path, data=FILLED)
    finally:
        async with house.db.begin() as session:
            await session.execute(text("alter table web_tries_away rename to web_tries"))

    assert answer.status_code == 503
    assert said(answer) == "没有提交成功，请稍后再试一次。"
    assert 'value="方舟电子"' in answer.text
    assert (await web.post(path, data=FILLED)).status_code == 303


async def test_the_page_lets_itself_be_framed_and_runs_nothing(house, admin, web):
    page = await web.get(await make(admin))

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    assert "x-frame-options" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    async with house.db.begin() as session:
        secret = await session.scalar(select(WebForm.secret))
    assert secret not in page.text


async def test_every_way_of_asking_is_answered_and_a_refusal_names_those_there_are(house, admin, web):
    path = await make(admin)
    forged = path[:-1] + ("A" if path[-1] != "A" else "B")

    head, put = await web.head(path), await web.put(path, json=FILLED)

    assert (head.status_code, head.content, int(head.headers["content-length"]) > 1000) == (200, b"", True)
    assert (put.status_code, set(put.headers["allow"].split(", "))) == (405, {"GET", "HEAD", "POST", "OPTIONS"})
    assert [(await web.request(how, forged)).status_code for how in ("GET", "HEAD", "POST")] == [404, 404, 404]
    assert await leads(house) == 0


async def test_what_is_ticked_among_several_comes_in_whole_and_what_nobody_sees_does_not(house, admin, web):
    path = await make(admin, **{"要填的内容": ["company", "phone", "interest", "budget"]})
    kind = {"content-type": "application/x-www-form-urlencoded"}
    ticked = "company=%E8%93%9D%E6%B5%B7&phone=13900139000&interest=A1&interest=B2&interest=A1&interest="

    wishes = {"interest": ["扫描枪", "打印机", 3, None], "budget": 1.5e5, "extra": {"x": 1}}
    parts = [("company", "三励公司"), ("phone", "13700137000"), ("interest", "C3"), ("interest", "D4")]

    told = [
        await web.post(path, json={**FILLED, "company": "方\u202e舟\x1b\u3000电子😀", **wishes}),
        await web.post(path, content=ticked.encode(), headers=kind),
        await web.post(path, files=[(name, (None, value)) for name, value in parts]),
    ]

    assert [answer.status_code for answer in told] == [200, 303, 303]
    async with house.db.begin() as session:
        found = await session.scalars(select(Lead).options(joinedload(Lead.account)).order_by(Lead.id))
        kept = [(lead.account.name, lead.interest, lead.budget) for lead in found]
    assert kept == [
        ("方舟 电子😀", "扫描枪、打印机、3", 150_000),
        ("蓝海", "A1、B2", None),
        ("三励公司", "C3、D4", None),
    ]


async def test_two_who_write_for_one_customer_at_once_are_one_lead_and_nothing_is_lost(house, admin, web):
    path = await make(admin)
    wishes = [{**FILLED, "interest": "扫描枪"}, {**FILLED, "company": "方舟电子有限公司", "interest": "打印机"}]

    answers = await asyncio.gather(*(web.post(path, json=told) for told in wishes))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert await leads(house) == 1
    async with house.db.begin() as session:
        lead, visit = await session.scalar(select(Lead.interest)), await session.scalar(select(Visit.note))
    assert {lead} | {wish for wish in ("扫描枪", "打印机") if wish in visit} == {"扫描枪", "打印机"}
