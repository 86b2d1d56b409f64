"""张军's team: an advertising company's. 小李 says 没问题 at 方舟电子 week after week; Alice works in English."""

from sandbox.demo.acts import Scene, accepts, advances, assigns, claims, converts, enters, loses, says, types

ZHANG, LI, ALICE = "张军", "小李", "Alice"
STANDARD = 1  # the pipeline an advertising company uses

SCENES = (
    Scene(
        -24,
        "10:30",
        LI,
        enters(
            "星澜咖啡",
            contact="林总监",
            phone="13816000121",
            interest="新品上市整合传播",
            source="比稿邀请",
            budget="80万",
        ),
    ),
    Scene(
        -23,
        "09:50",
        ZHANG,
        enters(
            "Marlow Coffee",
            to="pool",
            contact="Sarah Kim",
            email="sarah@marlow.example",
            interest="spring campaign",
            source="website",
            budget="$60k",
        ),
    ),
    Scene(-23, "10:00", ALICE, claims("Marlow Coffee")),
    Scene(-23, "14:20", LI, types("/visit 星澜咖啡 见了林总监,要三城路演加短视频,{-18}交创意方案")),
    Scene(
        -22,
        "11:00",
        ALICE,
        types("/visit Marlow Coffee met Sarah Kim, wants 12 short videos for spring, proposal {-16}"),
    ),
    Scene(-21, "10:10", LI, converts("星澜咖啡", "星澜咖啡 新品上市传播", "78万", 6, STANDARD)),
    Scene(-21, "15:30", ALICE, converts("Marlow Coffee", "Marlow Coffee spring campaign", "$58k", 9, STANDARD)),
    Scene(
        -20,
        "11:00",
        ZHANG,
        enters(
            "三励公司",
            contact="刘兵",
            phone="13801000252",
            interest="年会视频",
            source="老同学",
            budget="20万",
        ),
    ),
    Scene(-20, "11:30", ZHANG, types("/visit 三励公司 见了刘兵,老同学,年会视频要两条")),
    Scene(-20, "14:30", ZHANG, converts("三励公司", "三励公司 年会视频", "18万", 5, STANDARD)),
    Scene(
        -19,
        "10:15",
        LI,
        enters(
            "绿野户外",
            contact="程经理",
            phone="13911000232",
            interest="品牌视频三条",
            source="客户转介绍",
            budget="15万",
        ),
    ),
    Scene(-18, "11:20", LI, advances("星澜咖啡", 2)),
    Scene(-18, "16:00", ALICE, advances("Marlow Coffee", 2)),
    Scene(-17, "14:00", LI, types("/visit 绿野户外 见了程经理,三条视频一条15秒两条60秒,{-13}报价")),
    Scene(
        -16,
        "09:40",
        ALICE,
        enters(
            "Harbor Hotels",
            contact="Tom Reed",
            email="tom@harbor.example",
            interest="loyalty app launch",
            source="referral",
            budget="$150k",
        ),
    ),
    Scene(-15, "10:20", LI, converts("绿野户外", "绿野户外 品牌视频三条", "14.5万", -1, STANDARD)),
    Scene(
        -15, "15:00", ALICE, types("/visit Harbor Hotels met Tom Reed, launch moved to March, sends the brief {-12}")
    ),
    Scene(-14, "11:10", ALICE, converts("Harbor Hotels", "Harbor Hotels app launch", "$140k", 30, STANDARD)),
    Scene(
        -13,
        "10:00",
        ZHANG,
        enters(
            "方舟电子",
            to="pool",
            contact="小王",
            phone="13701000343",
            interest="全年品牌广告投放",
            source="年框招标",
            budget="200万",
        ),
    ),
    Scene(-13, "10:10", ZHANG, assigns("方舟电子", LI)),
    Scene(-13, "10:20", LI, accepts("方舟电子")),
    Scene(-13, "16:20", LI, types("/visit 方舟电子 见了小王,今年投了两个平台,明年想加户外大屏")),
    Scene(-12, "10:30", LI, advances("绿野户外", 4)),
    Scene(
        -12,
        "15:50",
        ALICE,
        enters(
            "Lumen Bikes",
            contact="Ana Ruiz",
            email="ana@lumen.example",
            interest="launch film",
            source="event",
            budget="$35k",
        ),
    ),
    Scene(-11, "14:00", ALICE, types("/visit Harbor Hotels Tom Reed sent the brief, 3 markets, reply {-9}")),
    Scene(
        -10,
        "14:40",
        LI,
        enters(
            "云栖家居", contact="许总", phone="13857000454", interest="双十二直播投流", source="老客户", budget="30万"
        ),
    ),
    Scene(-9, "11:00", LI, types("/visit 云栖家居 见了许总,直播八场投流30万,{-6}出排期")),
    Scene(-9, "15:15", ALICE, types("/visit Lumen Bikes met Ana Ruiz, 90 second film and 6 cutdowns, quote {-4}")),
    Scene(-9, "16:00", ALICE, types("/phone Harbor Hotels Tom Reed wants the media plan by city, plan {+3}")),
    Scene(-8, "10:40", LI, converts("云栖家居", "云栖家居 双十二直播投流", "30万", 5, STANDARD)),
    Scene(-8, "14:10", ALICE, converts("Lumen Bikes", "Lumen Bikes launch film", "$34k", 14, STANDARD)),
    Scene(
        -8,
        "16:00",
        LI,
        enters(
            "悦跑健身", contact="罗经理", phone="13641000898", interest="会员季投放", source="官网留言", budget="26万"
        ),
    ),
    Scene(-7, "09:55", ZHANG, types("/lead new 蓝鲸教育 何老师 13601000565,寒假班招生投放,预算40万")),
    Scene(
        -7,
        "10:30",
        ALICE,
        enters(
            "Bluebird Air",
            contact="Mark Lee",
            email="mark@bluebird.example",
            interest="Shanghai to Osaka route launch",
            source="website",
            budget="$90k",
        ),
    ),
    Scene(-7, "15:00", LI, types("/visit 悦跑健身 见了罗经理,十二家门店同城投放,{-5}出方案")),
    Scene(-6, "10:15", LI, types("/visit 方舟电子 见了小王,预算200万等总部批,广告位要先锁定")),
    Scene(-6, "16:10", LI, advances("云栖家居", 3)),
    Scene(-6, "16:30", ALICE, advances("Marlow Coffee", 2)),
    Scene(
        -5, "10:20", ALICE, types("/visit Bluebird Air met Mark Lee, airport screens and 20 influencers, proposal {+1}")
    ),
    Scene(-5, "11:00", LI, converts("悦跑健身", "悦跑健身 会员季投放", "25万", -1, STANDARD)),
    Scene(-5, "15:20", LI, types("/visit 星澜咖啡 林总监通过创意,报价78万,{+0}谈付款方式")),
    Scene(-5, "15:40", LI, advances("星澜咖啡", 3)),
    Scene(
        -4,
        "09:50",
        LI,
        enters(
            "瑞康口腔",
            contact="夏院长",
            phone="13501000676",
            interest="连锁门店本地推广",
            source="同行介绍",
            budget="18万",
        ),
    ),
    Scene(-4, "14:30", ALICE, advances("Harbor Hotels", 1)),
    Scene(-4, "15:30", LI, types("/visit 瑞康口腔 见了夏院长,六家门店先做两家试点,{+2}出试点方案")),
    Scene(-3, "10:05", LI, types("/visit 方舟电子 没问题")),
    Scene(-3, "10:30", ZHANG, loses("三励公司", "刘兵离职,年会改线上", "")),
    Scene(-3, "10:50", ALICE, types("/phone Marlow Coffee Sarah Kim accepted $58k, legal review, contract {+2}")),
    Scene(-3, "16:00", LI, loses("绿野户外", "客户内部团队自己拍", "客户自制")),
    Scene(-2, "10:00", LI, converts("瑞康口腔", "瑞康口腔 门店本地推广", "17万", 12, STANDARD)),
    Scene(
        -2, "10:20", ALICE, types("/visit Lumen Bikes quoted $34k, Ana Ruiz asks for two more cutdowns, answer {+0}")
    ),
    Scene(-2, "15:00", ZHANG, types("/lead new 途悦旅行 金经理 13811000787,寒假出境游投放")),
    Scene(-2, "15:30", ZHANG, types("/lead new 瑞康医药 钟主任 13501000888,会员日推广,预算12万")),
    Scene(
        -1,
        "09:45",
        ZHANG,
        types("/lead new Pinecone Toys, Julia Hart julia@pinecone.example, holiday catalogue, budget $20k"),
    ),
    Scene(-1, "10:10", LI, says("方舟电子 没问题")),
    Scene(-1, "11:30", LI, types("/visit 云栖家居 许总确认八场排期,首场主播已定,{+0}签合同")),
    Scene(-1, "14:40", ALICE, says("Bluebird Air Mark Lee added Nagoya, 2 more screens, new proposal {+1}")),
    Scene(-1, "16:50", ALICE, advances("Lumen Bikes", 2)),
)
