"""Read by gunicorn from the folder in which it starts, also below `manage.py supervise`."""

import gunicorn

# Nobody who asks needs to know what answers.
gunicorn.SERVER = "assembly"
logger_class = "assembly.server_log.ServerLog"
# Gunicorn's own line, with the number under which the product's log speaks of the request.
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %({X-Request-ID}o)s'
