"""Books to work on: members, and as many leads as asked, held and in the pool."""

import itertools
import random
from collections.abc import Iterator

import psycopg

from core.names import fold, keys

REGIONS = "北京 上海 深圳 广州 杭州 苏州 济南 青岛 成都 武汉 南京 天津 西安 重庆 宁波 无锡 东莞 佛山 厦门 长沙".split()
FIRST = "方 远 宏 盛 恒 立 启 明 嘉 华 博 瑞 德 信 泰 安 鼎 丰 瀚 澜 晟 璟 拓 驰 科 维 凯 诺 锐 森".split()
SECOND = "舟 航 图 达 信 邦 元 硕 源 泽 宇 创 腾 翔 峰 晖 诚 朗 辉 润 川 川 岳 麟 韬 纬 衡 芯 帆 澄".split()
TRADES = "电子 物流 自动化 仓储 医药 食品 机械 信息 包装 纺织".split()
LATIN = "Ax Bel Cor Dyn El Fer Gal Hy In Jov Kel Lum Mer Nov Or Pra Qu Ros Syn Tor Ul Ver Wes Xen Yar Zen".split()
ENDS = "ton mark dex wave line soft port lux tec gen".split()


def names() -> Iterator[str]:
    """Companies without end, no two alike: nine Chinese for each in Latin letters."""
    seen: set[str] = set()
    dice = random.Random(20261121)
    for n in itertools.count():
        brand = dice.choice(FIRST) + dice.choice(SECOND) + (dice.choice(SECOND) if n % 3 == 0 else "")
        name = f"{dice.choice(REGIONS)}{brand}{dice.choice(TRADES)}有限公司"
        if n % 10 == 0:
            name = f"{dice.choice(LATIN)}{dice.choice(ENDS)} {dice.choice(LATIN)}{dice.choice(ENDS)} Ltd"
        if name in seen:
            name = f"{name[:2]}{dice.choice(FIRST)}{name[2:]}"
        if name not in seen:
            seen.add(name)
            yield name


_WORKSPACE = """
    insert into workspaces (id, name, zone, locale, country, currency, claims_a_day, held_at_once, silent_after,
                            escalate_after, close_warning_days, digest_at)
    values (%s, 'bench', 'Asia/Shanghai', 'zh-CN', 'CN', 'CNY', 10, 50, 7, 2, 7, '09:00')
"""
_MEMBER = """
    insert into members (workspace_id, slack_id, name, role, locale, zone, active, created_at)
    values (%s, %s, %s, 'rep', 'zh-CN', 'Asia/Shanghai', true, now()) returning id
"""
_LEAD = (
    "workspace_id, account_id, pool_id, status, owner_id, owned_since, version, created_by_id, created_at,"
    " silent_on, warn_on"
)
_POOL = "insert into pools (workspace_id, position) values (%s, 0) returning id"
HERE = "T0100000001"


def fill(url: str, *, leads: int, people: int) -> list[tuple[str, str]]:
    """Write that many leads, every second one in the pool; returns (Slack user, a customer they hold) pairs.

    The URL is a superuser's: COPY stops at row-level security.
    """
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(_WORKSPACE, (HERE,))
        members = [
            connection.execute(_MEMBER, (HERE, f"UBENCH{n:03}", f"销售{n}")).fetchone()[0]  # type: ignore[index]
            for n in range(people)
        ]
        pool: int = connection.execute(_POOL, (HERE,)).fetchone()[0]  # type: ignore[index]
        return _leads(connection, members, pool, list(itertools.islice(names(), leads)))


def _leads(
    connection: psycopg.Connection, members: list[int], pool: int, companies: list[str]
) -> list[tuple[str, str]]:
    cursor = connection.cursor()
    with cursor.copy("copy accounts (workspace_id, id, name, folded, created_by_id, created_at) from stdin") as copy:
        for n, name in enumerate(companies, 1):
            copy.write_row((HERE, n, name, fold(name), members[0], "2026-11-01"))
    with cursor.copy("copy account_keys (workspace_id, key, account_id) from stdin") as copy:
        for n, name in enumerate(companies, 1):
            for key in keys(name):
                copy.write_row((HERE, key, n))
    held = []
    with cursor.copy(f"copy leads ({_LEAD}) from stdin") as copy:
        for n, name in enumerate(companies, 1):
            place = n % len(members)
            owner = members[place] if n % 2 else None
            since, silent = ("2026-11-20", "2026-12-01") if owner else (None, None)
            copy.write_row((HERE, n, pool, "open", owner, since, 1, members[0], "2026-11-01", silent, silent))
            if owner:
                held.append((f"UBENCH{place:03}", name))
    cursor.execute("select setval(pg_get_serial_sequence('accounts', 'id'), %s)", (len(companies),))
    connection.commit()
    connection.autocommit = True
    connection.execute("analyze")
    return held
