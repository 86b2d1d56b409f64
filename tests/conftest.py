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

LONGEST = ("test_languages.py", "test_deal_states.py", "stories/")  # minutes each


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest go first, each to another worker, so that nothing is waited for at the end."""
    first = [item for item in items if any(part in item.nodeid for part in LONGEST)]
    rest = [item for item in items if item not in set(first)]
    items[:] = first + rest


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
