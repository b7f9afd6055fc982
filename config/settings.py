"""Settings of nuanban. What differs between cities comes from the environment and the home folder.

NUANBAN_HOME          everything that lasts (default ~/.local/share/nuanban)
NUANBAN_CITY          yueyang | meishan
NUANBAN_DATABASE_URL  another PostgreSQL instead of the embedded one
NUANBAN_DB_ROLE       owner | app (set by the `nuanban` command for migrations)
NUANBAN_HOSTS         names under which the site is reached, separated by commas
NUANBAN_HTTPS         1 when a proxy in front speaks TLS
NUANBAN_STREAM_PORT   port of the stream process
NUANBAN_POOL          connections of each process (default 8)
NUANBAN_CHECK_INS_PER_SECOND  most check-ins of one machine in each web process (default 600)
NUANBAN_SMS_URL       where text messages go (a small bridge, see nuanban/notices/README.md)
NUANBAN_SMS_TOKEN     what the bridge wants to see in Authorization
NUANBAN_MAP_TILES     pictures of a map server, https://…/{z}/{x}/{y}.png (default: none)
NUANBAN_MAP_ATTRIBUTION  whose map it is, shown under it (default: nothing)
NUANBAN_PLAN_SECONDS  how long the planner may think about a day of visits (default 10)
NUANBAN_ADDRESS       how people reach the site, printed in QR codes (default http://127.0.0.1:PORT)
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from config.maps import picture_server
from config.secret import secret_key
from nuanban.lib.postgres import connection_parameters

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("NUANBAN_HOME", "~/.local/share/nuanban")).expanduser().resolve()
CITY = os.environ.get("NUANBAN_CITY", "yueyang")
HTTPS = os.environ.get("NUANBAN_HTTPS", "") == "1"
STREAM_PORT = int(os.environ.get("NUANBAN_STREAM_PORT", "8001"))
PORT = int(os.environ.get("NUANBAN_PORT", "8000"))
STREAM_ADDRESS = os.environ.get("NUANBAN_STREAM_ADDRESS", f"http://127.0.0.1:{STREAM_PORT}")
PUBLIC_ADDRESS = os.environ.get("NUANBAN_ADDRESS", f"http://127.0.0.1:{PORT}")
SMS_URL = os.environ.get("NUANBAN_SMS_URL", "")
SMS_TOKEN = os.environ.get("NUANBAN_SMS_TOKEN", "")
MAP_TILES = os.environ.get("NUANBAN_MAP_TILES", "")
MAP_ATTRIBUTION = os.environ.get("NUANBAN_MAP_ATTRIBUTION", "")
# So long a day of visits may be planned.
PLAN_SECONDS = float(os.environ.get("NUANBAN_PLAN_SECONDS", "10"))
DB_ROLE = os.environ.get("NUANBAN_DB_ROLE", "app")
DEBUG = False

SECRET_KEY = secret_key(HOME / "keys")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ALLOWED_HOSTS += [host for host in os.environ.get("NUANBAN_HOSTS", "").split(",") if host]

INSTALLED_APPS = [
    "config",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "procrastinate.contrib.django",
    "nuanban.ui",
    "nuanban.journal",
    "nuanban.offices",
    "nuanban.accounts",
    "nuanban.papers",
    "nuanban.notices",
    "nuanban.residents",
    "nuanban.team",
    "nuanban.eligibility",
    "nuanban.catalogue",
    "nuanban.cases",
    "nuanban.feeds",
    "nuanban.zone",
    "nuanban.visits",
    "nuanban.proactive",
    "nuanban.ratings",
    "nuanban.knocks",
    "nuanban.villages",
    "nuanban.portal",
    "nuanban.desk",
    "nuanban.reports",
    "nuanban.demo",
]

MIDDLEWARE = [
    "config.troubles.ApiProblems",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nuanban.ui.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "nuanban.accounts.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nuanban.accounts.middleware.WhoActs",
    "nuanban.ui.middleware.RefusalPages",
    "config.pace.Pace",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "nuanban.ui.context_processors.care",
                "nuanban.ui.context_processors.city",
                "nuanban.accounts.context_processors.nav",
            ],
            "builtins": ["nuanban.ui.templatetags.ui"],
        },
    }
]

_connection = connection_parameters(HOME, DB_ROLE)
# What Django has names of its own for; the rest (sslmode, options …) goes to libpq as it is.
_NAMED = ("dbname", "user", "password", "host", "port")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection["dbname"],
        "USER": _connection["user"],
        "PASSWORD": _connection["password"],
        "HOST": _connection["host"],
        "PORT": _connection["port"],
        "CONN_MAX_AGE": 0,
        # A connection that died with the server is replaced before a request gets it.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **{key: text for key, text in _connection.items() if key not in _NAMED},
            # Statements are prepared by the server: parsed and planned once a connection.
            "server_side_binding": True,
            "pool": {
                "min_size": 1,
                "max_size": int(os.environ.get("NUANBAN_POOL", "8")),
                "timeout": 3,
                "max_lifetime": 3600,
                # After that a new try begins; waiting would double with every failure.
                "reconnect_timeout": 1,
            },
        },
        "TEST": {"TEMPLATE": "template0"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# Guessing is slowed per account and address together, so that strangers cannot lock a clerk out.
AXES_FAILURE_LIMIT = 8
AXES_CLIENT_IP_CALLABLE = "nuanban.accounts.middleware.address_of"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "nuanban.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# A benchmark machine does some hundreds a second; a hall of people never comes near.
CHECK_INS_PER_SECOND = int(os.environ.get("NUANBAN_CHECK_INS_PER_SECOND", "600"))
WRONG_CODES_PER_MINUTE = 60
# By one address on the resident's page; beyond that people are asked to telephone.
VISITS_ASKED_PER_HOUR = 12

OTP_TOTP_ISSUER = "暖办"
IDLE_LOCK_SECONDS = 600
KEEP_ANSWERS_DAYS = 30

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "nb_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "nb_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nuanban.ui.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and "*" not in host]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *picture_server(MAP_TILES)],
        "font-src": [SELF],
        "media-src": [SELF, "blob:"],
        "connect-src": [
            SELF,
            f"http://127.0.0.1:{STREAM_PORT}",
            f"http://localhost:{STREAM_PORT}",
        ],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "nb_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.HashedFiles"},
}
UPLOADS = HOME / "uploads"
# Departments put files here, one folder for each list.
FEEDS = HOME / "feeds"
KEYS = HOME / "keys"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CARE_LISTENER = "nuanban.accounts.care.keep_with_account"
FORM_RENDERER = "nuanban.ui.forms.FaceRenderer"

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"level": os.environ.get("NUANBAN_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
