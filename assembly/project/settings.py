"""Settings of a real installation: everything that differs between machines comes from the environment.

Without any environment the product refuses to start for want of `SECRET_KEY`; everything else has a safe default.
`docs/operations.md` lists the variables.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from assembly.environment import Environment
from assembly.object_store import storage_of

env = Environment()

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.str("ASSEMBLY_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "assembly",
    "sortition",
    "scheduling",
    "evidence",
    "assembly.outcomes",
    "assembly.evaluation",
    "assembly.connections",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "lucide",
    "rules.apps.AutodiscoverRulesConfig",
]

# The first four say something with every answer, files and refusals among them.
MIDDLEWARE = [
    "assembly.request_number.RequestNumberMiddleware",
    "assembly.browser_headers.BrowserHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assembly.nobody.NobodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "assembly.middleware.PageLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "assembly.session_lifetime.SessionLifetimeMiddleware",
    "assembly.security_log.SecurityLogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assembly.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "assembly.middleware.NoStoreMiddleware",
    "assembly.middleware.GoneMeanwhileMiddleware",
]

ROOT_URLCONF = "assembly.project.urls"
WSGI_APPLICATION = "assembly.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assembly.context.installation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lucide.templatetags.lucide",
                "assembly.templatetags.look",
            ],
        },
    },
]
FORM_RENDERER = "assembly.forms.rendering.HouseRenderer"

# The database: SQLite unless DATABASE_URL names another.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'assembly.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten: a voting code that was given out shall not be read off the disk.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# As which role web server and workers run, where another owns the tables (`manage.py grant_rights`). The password is
# for making it: whoever connects as it has it in DATABASE_URL.
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", default="")
DATABASE_APP_PASSWORD = env.str("DATABASE_APP_PASSWORD", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits live in the cache, so it must be shared by all processes of all machines. Whole public pages are shared by
# those of one machine: the key says how far the record has come, so that no machine's can be older than another's.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"},
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(Path(env.str("PAGES_DIR", default=str(VAR / "pages"))).absolute()),
        "OPTIONS": {"MAX_ENTRIES": env.int("PAGES_KEPT", default=300)},
    },
}

# Background work: neither a long lottery nor somebody else's slow machine ever holds up the small jobs.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["lottery", "default", "webhooks"],
    },
}

# People and sign-in.
AUTH_USER_MODEL = "assembly.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "assembly.passwords.CommonCoreValidator"},
    {"NAME": "assembly.passwords.ContextWordsValidator"},
    {"NAME": "assembly.passwords.BreachedPasswordValidator"},
]
# A file of SHA-1 digests of breached passwords in ascending order, one a line; nothing is asked of anybody's server.
BREACHED_PASSWORDS = env.str("BREACHED_PASSWORDS", default="")
# What nobody's password is made of alone, beside the names under which the installation is reached.
PASSWORD_WORDS = [
    "admin",
    "assemblee",
    "assembly",
    "citizen",
    "citizens",
    "citoyen",
    "citoyenne",
    "citoyens",
    "climate",
    "council",
    "deliberation",
    "democracy",
    "democratie",
    "facilitator",
    "jury",
    "lottery",
    "member",
    "organiser",
    "panel",
    "password",
    "sortition",
    "tirage",
    "welcome",
    *env.list("PASSWORD_WORDS", default=[]),
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "assembly.accounts.HouseAccountAdapter"
ACCOUNT_FORMS = {
    "login": "assembly.forms.account.PlainLoginForm",
    "request_login_code": "assembly.forms.account.PlainRequestCodeForm",
    "confirm_login_code": "assembly.forms.account.PlainConfirmCodeForm",
    "reset_password": "assembly.forms.account.PlainResetPasswordForm",
    "reset_password_from_key": "assembly.forms.account.PlainResetPasswordKeyForm",
    "change_password": "assembly.forms.account.PlainChangePasswordForm",
    "reauthenticate": "assembly.forms.account.PlainReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Members, witnesses and officials come without a password: by a code that is sent to them.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = env.int("CODE_ATTEMPTS", default=5)
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = env.int("CODE_MINUTES", default=10) * 60
# A second factor: obligatory for everybody who sees other people's data.
SECOND_FACTOR_OBLIGATORY = True
RECENT_SIGN_IN_MINUTES = env.int("RECENT_SIGN_IN_MINUTES", default=10)
MFA_ADAPTER = "assembly.second_factor.HouseMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Assembly"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by the invitation that went there
MFA_FORMS = {
    "authenticate": "assembly.forms.second_factor.PlainCodeForm",
    "reauthenticate": "assembly.forms.second_factor.PlainCodeAgainForm",
    "activate_totp": "assembly.forms.second_factor.PlainActivateForm",
}
PURPOSE_MINUTES = env.int("PURPOSE_MINUTES", default=60)
EXPORTS_AN_HOUR = env.int("EXPORTS_AN_HOUR", default=60)
# Where rounds of the public beacon are fetched from; without it they are pasted.
BEACON_URL = env.str("BEACON_URL", default="")
LETTER_CODE_DAYS = env.int("LETTER_CODE_DAYS", default=180)
# Rounds of the slow digest of their codes: see assembly/letter_digests.py.
LETTER_CODE_ROUNDS = env.int("LETTER_CODE_ROUNDS", default=20_000)
# Seconds after which a number and a code that do not fit are refused, whatever it is that does not fit.
LETTER_REFUSED_AFTER = 0.25
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)

# Mail.
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="assembly@localhost")

# Text messages: the dotted name of a class like those in assembly/gateways; none, and none are offered.
SMS_GATEWAY = env.str("SMS_GATEWAY", default="")
SMS_COUNTRY_CODE = env.str("SMS_COUNTRY_CODE", default="")

# Languages, dates.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
# Kept for as long as an assembly lasts; it says nothing about anybody.
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "assembly" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["assembly.formats"]

# Files. What is uploaded is never served by URL: it lies outside the web root.
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(ROOT / "staticfiles")))
MEDIA_ROOT = Path(env.str("UPLOADS_DIR", default=str(VAR / "uploads")))
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have no use for scripts and styles of this one
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}  # by itself it says so of text/… alone
# An object store in place of the folder: s3://KEY:SECRET@host/bucket?region=…; see requirements/objects.txt.
if OBJECT_STORE := env.str("OBJECT_STORE", default=""):
    STORAGES["default"] = storage_of(OBJECT_STORE)
# What looks for malware in files: the dotted name of a class like that in assembly/malware.py, or nothing.
MALWARE_SCANNER = env.str("MALWARE_SCANNER", default="")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="localhost:3310")
# What was erased, beside the database: a backup that is put back is brought up to date from it.
ERASURE_LEDGER = Path(env.str("ERASURE_LEDGER", default=str(VAR / "erasures.jsonl")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", default=100) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    10_000  # a targets table of fifteen categories has more than Django's thousand
)

# Once a day a draw with invented people shows that solver and verifier work on this machine.
CANARY_DRAW = env.bool("CANARY_DRAW", default=True)
# How many requests a minute a token may make to the API, or a connection without one.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)
# Figures for whoever watches an installation; without a token there are none.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Whom to tell of a weakness: an address (mailto:… or https://…), shown in /.well-known/security.txt.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Webhooks are written to public machines over HTTPS at these ports; hosts for trying on one's own machine are named
# (`name` or `name:port`): to them plain HTTP, any port and any address is allowed.
WEBHOOK_PORTS = env.list("WEBHOOK_PORTS", cast=int, default=[443])
WEBHOOK_PLAIN_HOSTS = env.list("WEBHOOK_PLAIN_HOSTS", default=[])
# An authority for certificates that is believed besides those of the system: an organisation's own, say.
WEBHOOK_CA_FILE = env.str("WEBHOOK_CA_FILE", default="")

# What the browser may do: nothing that does not come from here, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    },
}
# Asked from inside, over plain HTTP; and programmes, which are refused in the clear instead of being led on.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$", r"^api/"]
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_PROXY_HEADER", default=False) else None
)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if BEHIND_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "assembly.session_store"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# How long somebody stays signed in: in all, and without a sign of life.
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if BEHIND_HTTPS:
    # Browsers take cookies with this beginning from this very host alone, over HTTPS, for all of it.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# What was said to somebody once may name people: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"

# The demonstration opens doors that a real installation must not have.
DEMO = False
GREETING = "Open %(address)s"

DJANGO_TABLES2_TEMPLATE = "assembly/table.html"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "assembly.log.line_formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    # The development server writes addresses too; Django gives it a handler of its own.
    "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
