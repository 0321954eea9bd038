"""Settings of the test suite: the real ones, with quick passwords, mail kept in memory and files in a scratch folder."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "the-tests-keep-no-secrets-" + "x" * 40)
os.environ.setdefault("BEHIND_HTTPS", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("ASSEMBLY_VAR", tempfile.mkdtemp(prefix="assembly-tests-"))

from assembly.project.settings import *  # noqa: E402, F403
from assembly.project.settings import STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
