"""What is asked of a colleague in one line: whom, what, until when."""

from datetime import UTC, date, datetime, time

import pytest

from core.reading.wish import Wish, wish

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)  # a Wednesday, ten in the morning in Shanghai
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("line", "who", "on", "at", "text"),
    [
        ("@Alice 周五前 出一份报价", "Alice", FRIDAY, None, "出一份报价"),
        ("<@UALICE> by Friday: a quote", "UALICE", FRIDAY, None, "a quote"),
        ("@Alice 请出一份报价，周五下午3点前", "Alice", FRIDAY, time(15), "出一份报价"),
        ("<@U123> please make a quote for 200 scanners by Fri 3pm", "U123", FRIDAY, time(15),
         "make a quote for 200 scanners"),
        ("两小时内 给客户回电话", None, date(2026, 11, 25), time(12), "给客户回电话"),
        ("@李工 明天下班前 现场演示", "李工", date(2026, 11, 26), None, "现场演示"),
        ("下午3点前回复", None, date(2026, 11, 25), time(15), "回复"),
        ("上午9点前回复", None, None, None, "上午9点前回复"),
        ("@Alice 前台联系 11月27日", "Alice", FRIDAY, None, "前台联系"),
        ("周五前", None, FRIDAY, None, ""),
        ("", None, None, None, ""),
    ],
)  # fmt: skip
def test_a_line_says_whom_what_and_until_when(line, who, on, at, text):
    read = wish(line, now=NOW, zone="Asia/Shanghai", locale="zh-CN")

    assert (read.who, read.on, read.at, read.text) == (who, on, at, text)


def test_a_day_that_is_over_is_no_due_time_and_two_names_are_two():
    over = wish("@Alice 上周五 报价", now=NOW, zone="Asia/Shanghai", locale="zh-CN")
    assert (over.on, over.past) == (None, "上周五")
    both = wish("<@U1AA> <@U2BB> 周五前 报价", now=NOW, zone="Asia/Shanghai", locale="zh-CN")
    assert both == Wish("报价", "U1AA", False, FRIDAY, None, None, several=True)
