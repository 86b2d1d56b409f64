"""The office: 陈总 keeps the list of where leads come from, what that costs, and which of its entries are one."""

from sandbox.demo.acts import Scene, lists, merges, spends

CHEN = "陈总"

SCENES = (
    *(Scene(-25, "09:10", CHEN, lists(source)) for source in ("展会", "官网", "转介绍", "电话开发", "渠道", "招标")),
    Scene(-25, "09:30", CHEN, spends("展会", "3.2万", "药机展展位")),
    Scene(-14, "09:20", CHEN, spends("展会", "2.4万", "秋季展展位")),
    Scene(-13, "09:25", CHEN, spends("官网", "6800", "搜索推广")),
    Scene(-9, "17:30", CHEN, merges("website", "官网")),
    Scene(-9, "17:35", CHEN, merges("referral", "转介绍")),
    Scene(-9, "17:40", CHEN, merges("trade fair", "展会")),
)
