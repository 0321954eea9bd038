"""The web server's own log: as gunicorn writes it, without the secret part of personal links and without voting."""

from typing import Any

from gunicorn.glogging import Logger

from assembly.log import LineWithoutSecrets

UNSEEN = "/vote/"
"""Where votes are cast: a line would say when somebody voted, and from where."""


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
        """Write what was asked, but nothing of voting."""
        if not str(environ.get("PATH_INFO", "")).startswith(UNSEEN):
            super().access(resp, req, environ, request_time)
