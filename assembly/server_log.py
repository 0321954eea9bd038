"""The web server's own log: lines of the product's form, nothing of voting and surveys, nothing of who asked."""

from typing import Any

import structlog
from gunicorn.glogging import Logger

from assembly.log import line_formatter
from assembly.nobody import NOBODY_AT

_log = structlog.get_logger("gunicorn.access")


class ServerLog(Logger):
    """Write one JSON object a line, without secret parts of addresses; `gunicorn.conf.py` names it."""

    def setup(self, cfg: Any) -> None:
        """Put the product's formatter where gunicorn has set up its own."""
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for handler in log.handlers:
                handler.setFormatter(line_formatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:  # noqa: ARG002 (gunicorn's signature)
        """Write what was asked and how it was answered, under the number that other lines of the request have."""
        if not self.access_log_enabled or str(environ.get("PATH_INFO", "")).startswith(NOBODY_AT):
            return
        headers = dict(resp.headers)
        _log.info(
            "answered",
            method=environ["REQUEST_METHOD"],
            address=environ["RAW_URI"],
            status=resp.status_code,
            bytes=getattr(resp, "sent", None),
            milliseconds=round(request_time.total_seconds() * 1000),
            request=headers.get("X-Request-ID"),
        )
