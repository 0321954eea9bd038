"""The web server's own log: as gunicorn writes it, without secret parts of links, without voting and surveys."""

from typing import Any

from gunicorn.glogging import Logger

from assembly.log import LineWithoutSecrets
from assembly.nobody import NOBODY_AT


class ServerLog(Logger):
    """Strip what the access log and the error log say of addresses; `gunicorn.conf.py` names it."""

    def setup(self, cfg: Any) -> None:
        """Wrap the formatters that gunicorn has set up."""
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for handler in log.handlers:
                if handler.formatter is not None and not isinstance(handler.formatter, LineWithoutSecrets):
                    handler.setFormatter(LineWithoutSecrets(handler.formatter))

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Write what was asked, but nothing of voting and of surveys."""
        if not str(environ.get("PATH_INFO", "")).startswith(NOBODY_AT):
            super().access(resp, req, environ, request_time)
