"""What is to come: by month, and what closes soon."""

from datetime import timedelta


async def deal(person, name, amount, close):
    """Enter a deal by its form."""
    await person.command("/deal new")
    await person.fill({"Customer": name, "Amount": amount, "Expected close": close})
    await person.submit()


async def test_the_forecast_adds_up_month_by_month_for_each_reader(house, alice, zhangjun, jia):
    assert "No open deals yet" in (await alice.command("/pipeline forecast")).text
    close = (house.now() + timedelta(days=20)).date()
    await deal(alice, "Acme", "$100k", close)
    await deal(alice, "Globex", "$300k", close)

    mine, teams, others = [await who.command("/pipeline forecast") for who in (alice, zhangjun, jia)]

    assert f"{close:%B %Y} | 2 | – | – | $20,000 | $400,000 | –" in mine.text
    assert f"{close.year}年{close.month}月 | 2 | – | – | US$2万 | US$40万 | –" in teams.text
    assert "$" not in others.text


async def test_a_period_typed_with_by_whom_or_chosen_from_the_menus(house, alice, zhangjun):
    close = (house.now() + timedelta(days=400)).date()
    await deal(alice, "Acme", "$100k", close)

    typed = await zhangjun.command(f"/pipeline 预测 {close.year}年 按成员")
    assert f"预测 · {close.year}年 · 按成员" in typed.text
    assert "Alice | 1 | – | – | US$5,000 | US$10万 | –" in typed.text
    assert "Alice" not in await zhangjun.command("/pipeline forecast next month by member")

    shown = await zhangjun.command("/pipeline 预测")
    yearly = await zhangjun.choose("forecast.kind", "按年", on=shown)
    assert f"{close.year}年 | 1" in yearly.text
    apart = await zhangjun.choose("forecast.period", f"{close.year}年", on=yearly)
    assert "广告组 | 1" in apart.text
    products = await zhangjun.choose("forecast.split", "按产品", on=apart)
    assert "未说明 | 1" in products.text


async def test_it_says_how_it_moved_within_a_week_and_why(house, alice):
    close = (house.now() + timedelta(days=1)).date()
    await deal(alice, "Acme", "$100k", close)
    house.move_clock(house.now() + timedelta(days=10))
    assert "nothing has changed in this forecast" in (await alice.command("/pipeline forecast year")).text
    await deal(alice, "Globex", "$300k", close)

    told = (await alice.command("/pipeline forecast year")).text

    assert "went from $5,000 to $20,000" in told
    assert "🆕 new +$15,000 · *Globex* +$15,000".replace("*", "") in told.replace("*", "")


async def test_a_forecast_of_nothing_known_is_refused_with_what_would_be(alice):
    assert "I don't know the period “whenever”" in (await alice.command("/pipeline forecast whenever")).text


async def test_what_is_late_or_closes_soon_is_listed_the_earliest_first(house, alice):
    today = house.now().date()
    await deal(alice, "Acme", "$100k", today + timedelta(days=20))
    await deal(alice, "Globex", "$300k", today + timedelta(days=5))
    await deal(alice, "Initech", "$200k", today + timedelta(days=90))
    house.move_clock(house.now() + timedelta(days=10))

    near = await alice.command("/pipeline closing")

    assert near.text.index("⌛ Globex") < near.text.index("Acme")
    assert "Initech" not in near.text
