"""What every test may use."""

import gc

import pytest
import structlog

pytest_plugins = ["tests.database"]

# Our log lines go where pytest collects them, without the locals of every frame that structlog would draw.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.LogfmtRenderer(sort_keys=True, bool_as_flag=False),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
)

# What takes minutes goes first: each group to a worker of its own, which plays it one after the other.
LONGEST = (("stories/",), ("test_languages.py",), ("test_access.py", "test_deal_states.py"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers begin with an equal share each, in this order, and later take from one another's end."""
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for number, parts in enumerate(LONGEST):
        shares[number % workers] += [item for item in items if any(part in item.nodeid for part in parts)]
    rest = [item for item in items if not any(part in item.nodeid for parts in LONGEST for part in parts)]
    left = len(items)
    for number, share in enumerate(shares):
        room = max(0, left // (workers - number) - len(share))
        share.extend(rest[:room])
        del rest[:room]
        left -= len(share)
    items[:] = [item for share in shares for item in share]


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
