"""Settings of the tests: the real ones, with quick passwords, mail in memory and files in a scratch folder."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "the-tests-keep-no-secrets-" + "x" * 40)
os.environ.setdefault("BEHIND_HTTPS", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")
# Each worker of a run in several processes has a folder of its own, which the programs that it starts share.
os.environ.setdefault("ASSEMBLY_VAR_OF", os.environ.get("PYTEST_XDIST_WORKER", ""))
if "ASSEMBLY_VAR" not in os.environ or (
    os.environ["ASSEMBLY_VAR_OF"] != os.environ.get("PYTEST_XDIST_WORKER", "")
):
    os.environ["ASSEMBLY_VAR"] = tempfile.mkdtemp(prefix="assembly-tests-")
    os.environ["ASSEMBLY_VAR_OF"] = os.environ.get("PYTEST_XDIST_WORKER", "")

from assembly.project.settings import *  # noqa: F403
from assembly.project.settings import CACHES, DATABASES, STORAGES, VAR

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LETTER_CODE_ROUNDS = 1
LETTER_REFUSED_AFTER = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests roll back, and numbers come again for other rows; those about kept pages have a cache of their own.
if "PAGES_IN_TESTS" not in os.environ:
    CACHES = CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CANARY_DRAW = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: two writers wait for each other there as in production; in memory the second fails.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "tests.sqlite3")}
