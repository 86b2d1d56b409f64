"""What every test may use."""

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
