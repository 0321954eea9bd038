"""Settings of the demonstration on one's own machine: one-click sign-in, a mailbox page, plain HTTP on the loopback.

`manage.py check --deploy` refuses these settings (`assembly.E001`), so they cannot become a real installation.
"""

import os

from django.core.management.utils import get_random_secret_key

os.environ.setdefault("BEHIND_HTTPS", "0")

from assembly.project.demo_folder import demo_folder  # noqa: E402

os.environ["ASSEMBLY_VAR"] = str(demo_folder())
_key_file = demo_folder() / "secret-key"
if not _key_file.exists():
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
os.environ["SECRET_KEY"] = _key_file.read_text()

from assembly.project.settings import *  # noqa: E402, F403
from assembly.project.settings import INSTALLED_APPS, VAR  # noqa: E402

DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "assembly.demo"]
STATIC_ROOT = VAR / "static"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
