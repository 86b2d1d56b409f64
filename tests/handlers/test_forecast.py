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

    assert f"{close:%Y-%m} | 2 | $400,000 | $20,000" in mine.text
    assert f"{close:%Y-%m} | 2 | US$40万 | US$2万" in teams.text
    assert "$" not in others.text


async def test_what_is_late_or_closes_soon_is_listed_the_earliest_first(house, alice):
    today = house.now().date()
    await deal(alice, "Acme", "$100k", today + timedelta(days=20))
    await deal(alice, "Globex", "$300k", today + timedelta(days=5))
    await deal(alice, "Initech", "$200k", today + timedelta(days=90))
    house.move_clock(house.now() + timedelta(days=10))

    near = await alice.command("/pipeline closing")

    assert near.text.index("⌛ Globex") < near.text.index("Acme")
    assert "Initech" not in near.text
