"""After a win, or a loss of size: what decided it is asked for, and taught to whoever works on a deal like it."""

from core import deals
from core.deals import Terms


async def entered(house, name="方舟电子", of="小李", name_of_deal="", **terms):
    by = await house.member(of)
    told = Terms(name=name_of_deal, **terms)
    async with house.db.begin() as session:
        deal, _ = await deals.create(session, customer=name, terms=told, by=by, now=house.now(), anyway=True)
    return deal


async def won(who, name):
    """The deal is won, for no stated reason."""
    await who.press("赢单", on=await who.command(f"/deal {name}"))
    return await who.submit()


async def test_after_a_win_its_owner_writes_what_decided_it_and_a_similar_deal_is_taught(house, xiaoli, alice):
    await entered(house, name_of_deal="方舟电子 激光扫描枪", amount=1000)
    await won(xiaoli, "方舟电子")
    await house.deliver()
    asked = xiaoli.dms[-1]
    assert "方舟电子 激光扫描枪 赢单了" in asked.text

    await xiaoli.press("复盘", on=asked)
    assert xiaoli.form.fields["涉及哪些产品？"].value == "激光扫描枪"
    await xiaoli.submit()
    assert "胜负关键" in str(xiaoli.form.errors)
    await xiaoli.fill({"胜负关键是什么？": "方舟电子看重现场演示", "下次要照做或改进什么？": "带样机去方舟演示"})
    card = await xiaoli.submit()

    assert "📝 胜负关键：方舟电子看重现场演示" in card.text
    await house.deliver()
    assert "已处理" in next(each for each in xiaoli.dms if each.ts == asked.ts).text
    await entered(house, "Acme", of="Alice", name_of_deal="Acme 50 barcode scanners")
    theirs = await alice.command("/deal Acme")
    assert "1 lesson of a similar deal" in theirs.text
    taught = await alice.choose("More…", "Lessons of similar deals", on=theirs)
    assert "带样机去…演示" in taught.text
    assert "ask @小李" in taught.text
    assert "方舟" not in taught.text


async def test_a_small_loss_is_not_asked_about_and_one_of_size_is_until_it_is_open_again(house, alice):
    for name, amount in (("Acme", 99_999), ("Umbrella", 100_000)):
        await entered(house, name, of="Alice", amount=amount)
        await alice.press("Lost…", on=await alice.command(f"/deal {name}"))
        await alice.fill({"Reason": "Price"})
        await alice.submit()
    await house.deliver()

    (asked,) = [each for each in alice.dms if "teach the next one" in each.text]
    assert "Umbrella" in asked.text
    await alice.choose("More…", "Reopen", on=await alice.command("/deal Umbrella"))
    await house.deliver()
    assert "Dealt with" in next(each for each in alice.dms if each.ts == asked.ts).text


async def test_written_again_it_is_one_review_and_undone_it_is_as_it_was(house, alice):
    await entered(house, "Acme", of="Alice")
    await alice.press("Won…", on=await alice.command("/deal Acme"))
    card = await alice.submit()
    for decided in ("the price", "the demo"):
        await alice.press("Review…", on=card)
        await alice.fill({"What decided the deal?": decided})
        card = await alice.submit()
        await alice.dismiss(everything=True)
        card = await alice.command("/deal Acme")
    assert "Decided by: the demo" in card.text

    await alice.press("Review…", on=card)
    await alice.fill({"What decided the deal?": "nothing"})
    await alice.submit()
    await alice.press("Undo")
    await alice.dismiss(everything=True)

    assert "Decided by: the demo" in (await alice.command("/deal Acme")).text


async def test_nothing_alike_says_so(house, alice):
    await entered(house, "Acme", of="Alice")

    told = await alice.choose("More…", "Lessons of similar deals", on=await alice.command("/deal Acme"))

    assert "No deal like it has been reviewed yet" in told.text
