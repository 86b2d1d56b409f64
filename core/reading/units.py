"""Measure words: what counts goods, and what measures something else."""

# Counts a thing one can sell.
COUNTED = (
    "台|套|件|只|支|枝|把|箱|盒|包|吨|公斤|千克|斤|克|卷|张|辆|部|条|根|桶|瓶|袋|罐|组|片|副|双|对|枚|本|册|樘|扇|盏|颗|粒|棵|株|匹|头|筒|捆|扎"
    "|板|托|柜|车|船|架|艘|节|串|打|令|码|米|平方米?|平米|立方米?|立方|升|点位|节点|用户|账号|座席|坐席|席位|席|端口|路|门|块|面|幅|床|顶|座|桌|份|批"
    "|个"
)
# Never goods: times, people, shares, terms.
MEASURED = (
    "年|月|天|日|周|星期|礼拜|小时|钟头|分钟|秒|点钟|点半|时|号|人|位|名|家|户|次|回|遍|趟|轮|届|期|楼|层|栋|折|成|倍|度|岁|级|代|寸|英寸|公里|厘米|毫米"
    "|个(?:月|人|点|百分点|小时|星期|礼拜|工作日|多月|半月|亿|季度|钟头)|工作日|部门|季度|步|阶段|方面|句|种|类|项目|方案|版|款|字|页|分|股|票|线|字节|兆"
)
# Things one counts with 个, 份, 批, 条 and does not sell.
NOT_GOODS = (
    "人|问题|方案|项目|客户|领导|老板|部门|竞争|对手|厂家|供应商|版本|意见|建议|条件|会|会议|事|事情|阶段|月|点|小时|星期|礼拜|工作日|同事|朋友|电话|微信|原因|要求|选择|机会|需求"
    "|报价|合同|资料|文件|标书|协议|邮件|短信|消息|信息|名片|订单|单子|亿|名额|销售|采购|工程师|技术员|老总|总|经理|城市|地方|分公司|公司|工厂|车间|仓库|门店|店|厂|校区|学校|标段|标|周期|亮点|优势|功能"
)
# Measures of length, room and weight say nothing without the thing they measure.
NEEDS_NAME = frozenset(
    ["米", "平", "平方", "平方米", "平米", "立方", "立方米", "升", "门", "路", "面", "节", "床", "座", "桌", "船", "车", "码", "令", "打", "板", "课", "道", "份", "顶", "头", "串", "幅", "块", "条", "克", "斤", "本", "对", "层"]
)
UNITS_ENGLISH = (
    "pcs|pc|pieces?|units?|sets?|boxes|box|cases?|cartons?|pallets?|rolls?|kg|kgs|tons?|tonnes?|meters?|metres?|packs?|packets?|bags?|bottles?|barrels?"
    "|drums?|sheets?|pairs?|crates?|liters?|litres?|gallons?|lbs?|reels?|bundles?|containers?|dozen|ea"
)
NOT_GOODS_ENGLISH = (
    "days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|people|persons?|guys|times?|visits?|calls?|meetings?|questions?|points?|options?"
    "|rounds?|competitors?|vendors?|suppliers?|sites?|floors?|locations?|stores?|branches|offices|percent|phases?|stages?|steps?|reasons?|issues?|problems?"
    "|concerns?|quotes?|emails?|messages?|versions?|others?|quarters?|bids?|contacts?|managers?|engineers?|employees|staff|reps?|stakeholders?|quarters?"
    "|decision makers?|business|buildings?|plants?|factories|warehouses?|schools?|references?|changes?|proposals?|contracts?|discounts?|terms|instal?lments?"
    "|payments?|dollars?|bucks|euros?|pounds?|usd|eur|cny|rmb|gbp|yuan|grand|million|thousand|k|w|clock|voicemails?|lines? items?|attempts?|demos?"
)
