"""Settings of the demonstration on one's own machine: one-click sign-in, a mailbox page, plain HTTP on the loopback.

`manage.py check --deploy` refuses these settings (`assembly.E001`), so they cannot become a real installation.
"""

import os
import secrets

os.environ["BEHIND_HTTPS"] = "0"
# A real installation's variables in the same shell must not lead the demonstration to its data.
for _name in ("DATABASE_URL", "UPLOADS_DIR", "EMAIL_URL", "ALLOWED_HOSTS", "STATIC_ROOT"):
    os.environ.pop(_name, None)

from assembly.project.demo_folder import demo_folder  # noqa: E402

os.environ["ASSEMBLY_VAR"] = str(demo_folder())
_key_file = demo_folder() / "secret-key"
if not _key_file.exists():
    _key_file.touch(mode=0o600)
    _key_file.write_text(secrets.token_urlsafe(50))
os.environ["SECRET_KEY"] = _key_file.read_text()

from assembly.project.settings import *  # noqa: E402, F403
from assembly.project.settings import INSTALLED_APPS, LOGGING, VAR  # noqa: E402

DEMO = True
SECOND_FACTOR_OBLIGATORY = False  # everybody signs in with one click
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "assembly.demo"]
STATIC_ROOT = VAR / "static"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
SMS_GATEWAY = "assembly.gateways.console.ConsoleGateway"
SMS_COUNTRY_CODE = "44"
GREETING = "Open %(address)s/demo/ and press “Amara Osei”: she organises the assembly."

# The terminal belongs to the greeting; what goes wrong is still shown.
LOGGING["handlers"]["console"]["level"] = "ERROR"
