"""Structured logs: one JSON object a line, never with personal data (log ids, not names) or secret addresses."""

import logging
import re

import structlog

_SECRET = re.compile(
    r"(/(?:answer|calendar|draws/own|invitations|submissions|survey|accounts/password/reset/key)/)[^/\s\"'\\<>?#]+",
    re.IGNORECASE,
)
"""Addresses whose next part lets somebody in: whoever reads a log must not be able to use them."""
_ACCESS_TOKEN = re.compile(r"asm_[0-9A-Za-z]{8,}")
"""Secrets of access tokens, wherever a program may have put one."""

_VALUES = re.compile(r'(DETAIL:\s+)(?:\\[^n]|[^\\"\n])+')
"""What PostgreSQL adds to an error: the values of the row, names and addresses among them."""

_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def without_secrets(line: str) -> str:
    """Return a line of a log without secrets of links and tokens, and without the values of rows."""
    without = _VALUES.sub(r"\1[hidden]", _SECRET.sub(r"\1[hidden]", line))
    return _ACCESS_TOKEN.sub("asm_[hidden]", without)


class LineWithoutSecrets(logging.Formatter):
    """Whatever another formatter writes, tracebacks included, without secrets."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line."""
        return without_secrets(self._inner.format(record))


def line_formatter() -> logging.Formatter:
    """Return the formatter that the logging settings name."""
    as_json = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    return LineWithoutSecrets(as_json)


structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
