"""What the log says, and never says: no tokens, no capabilities, no customer's phone or e-mail."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"

# A value under one of these names is a secret or a capability, whatever it looks like.
_SECRET_NAMES = re.compile(r"(?i)token|secret|password|authorization|response_url|trigger_id|signature|cookie")
_SECRETS = re.compile(
    r"""(?xi)
    \bxox[a-z](?:\.xox[a-z])?-[\w.-]+ | \bxapp-[\w-]+                        # Slack's tokens
    | (?<=bearer\ )[\w.~+/-]+=*
    | (?:(?<=://)|(?<=://[\w]))[^/\s:@]*:[^/\s@]+(?=@)                       # user:password@ in an address
    | https://hooks\.slack\.com/\S+
    | (?:response_url|trigger_id|authorization)["']?\s*[:=]\s*["']?[^\s"',}]+
    """
)
_PEOPLE = re.compile(
    r"""(?x)
    [\w.+-]+@[\w-]+\.[\w.-]+\w                                              # an e-mail address
    | (?<![\w.])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\w.])           # a Chinese mobile number
    | (?<![\w.])0\d{2,3}-\d{7,8}(?![\w.])                                   # a Chinese landline
    | (?<![\w.])\+\d{1,3}(?:[ -]?\(?\d{2,4}\)?){2,5}(?![\w.])               # any number with its country
    | (?<![\w.])\(?\d{3}\)?[ -.]\d{3}[ -.]\d{4}(?![\w.])                    # a North American number
    """
)


def configure(*, level: int = logging.INFO, json: bool | None = None) -> None:
    """Send everything, our own lines and other libraries', to stderr through one redacting pipe.

    JSON unless a person is looking (a terminal), or as told.
    """
    as_json = not sys.stderr.isatty() if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, _renderer(as_json)],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    _quieten()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def redact(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Hide secrets and people's numbers in every value of a log line."""
    return {name: _hide(name, value) for name, value in line.items()}


def _hide(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return HIDDEN if _SECRET_NAMES.search(name) else _PEOPLE.sub(HIDDEN, _SECRETS.sub(HIDDEN, value))
    if isinstance(value, Mapping):
        return {key: _hide(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_hide(name, inner) for inner in value]
    return value


def _renderer(as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _quieten() -> None:
    # At DEBUG these write whole bodies, at INFO a line a call: none of it is for the log.
    for name in ("slack_sdk", "slack_bolt", "aiohttp", "alembic", "apscheduler", "uvicorn.error", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Bolt repeats the body of what nobody listens to, and names itself by class below this logger.
    logging.getLogger("slack_bolt").addFilter(_without_body)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_without_body)


def _without_body(record: logging.LogRecord) -> bool:
    record.msg = str(record.msg).split("\n", 1)[0][:300]
    return True
