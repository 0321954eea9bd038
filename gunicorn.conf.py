"""Read by gunicorn from the folder in which it starts, also below `manage.py supervise`."""

logger_class = "assembly.server_log.ServerLog"
