"""Every setting of the site, read from the environment; `.env.example` explains each variable."""

import tomllib
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env, ValidationError

from claims.intake.addresses import Allowance
from newsdesk import embedded
from newsdesk.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def check_allowance(entries: list[str]) -> None:
    """Refuse what is no host, network or port, for `env.seal()` to report."""
    try:
        Allowance.parse(entries)
    except ValueError as error:
        raise ValidationError(str(error)) from None


root_env = Env(eager=False)
root_env.read_env(BASE_DIR / ".env", recurse=False)
env = Env(eager=False, prefix="NEWSDESK_")  # collects every problem for seal() below

DATA = Path(env.str("DATA", default="") or BASE_DIR / ".newsdesk").absolute()
DEBUG = env.bool("DEBUG", default=False)

# Without a DATABASE_URL the desk keeps its own PostgreSQL, and its own secret, under DATA.
EMBEDDED = not root_env.str("DATABASE_URL", default="")
DATABASES = {
    "default": root_env.dj_db_url(
        "DATABASE_URL", default=embedded.database_url(DATA) if EMBEDDED else None
    )
}
SECRET_KEY = (
    env.str("SECRET_KEY", default=kept_secret_key(DATA)) if EMBEDDED else env.str("SECRET_KEY")
)

STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", default=5_000)
if DATABASES["default"]:
    DATABASES["default"] |= {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=2000"
                " -c idle_in_transaction_session_timeout=15000"
            ),
            "connect_timeout": 5,
            "application_name": "newsdesk",
        },
    }
    if pool_size := env.int("DATABASE_POOL", default=0):  # set by asgi.py: a command needs no pool
        pool = {"min_size": 1, "max_size": pool_size, "timeout": 5}
        DATABASES["default"]["OPTIONS"]["pool"] = pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# How many proxies of ours stand in front. Zero: nothing a client says of its address is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
MAX_ARTICLE_CHARS = env.int("MAX_ARTICLE_CHARS", default=1_000_000)
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", default=30)
# Hosts, networks and ports that may be fetched although they are not public: an intranet's CMS.
FETCH_ALLOW: list[str] = env.list("FETCH_ALLOW", default=[], validate=check_allowance)
FETCH_PROXY = env.str("FETCH_PROXY", default="")
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
ORIGINS: list[str] = env.list("ORIGINS", default=[])

INSTALLED_APPS = [
    "newsdesk.admin.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "claims",  # after auth, whose permissions its roles are made of
    "axes",
    "csp",
    "django_htmx",
    "import_export",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "newsdesk.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsdesk.middleware.refuse_junk",
    "newsdesk.middleware.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsdesk.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsdesk.middleware.domain_refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "newsdesk.urls"
ASGI_APPLICATION = "newsdesk.asgi.application"
WSGI_APPLICATION = "newsdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["claims.templatetags.desk"],
        },
    },
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Who is who -------------------------------------------------------------------------------

AUTH_USER_MODEL = "claims.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "claims.sign_in.PersonBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "claims:desk"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "claims.sign_in.ProductNameValidator"},
]

# Five wrong passwords for one name from one address, then five minutes of rest. Counted in the
# database, because a count a process keeps for itself is wrong by the number of processes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 5 / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "newsdesk.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "newsdesk.middleware.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- Sessions, cookies, headers ---------------------------------------------------------------

# Secure unless somebody says otherwise. Browsers other than Safari take secure cookies from
# http://127.0.0.1 too; the sign-in page says what to do where one does not.
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=True)
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsdesk.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = ORIGINS

SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds a whole domain for years: that is for its owner to decide, not for one program.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The largest form is an article: four bytes a code point, and percent-encoding triples that.
# (No number at all if the one given is malformed; seal() will say so.)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * (MAX_ARTICLE_CHARS or 0) + 100_000

# What any request may bring: a form with a file in it.
LARGEST_REQUEST = DATA_UPLOAD_MAX_MEMORY_SIZE + 1_000_000 * (MAX_UPLOAD_MB or 0)

# --- Files and static files ---------------------------------------------------------------------

STATIC_URL = "/static/"
# Weights that the desk trained from its own decisions; without the file the shipped ones count.
WORTHINESS_FILE = DATA / "worthiness" / "weights.json"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or DATA / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# The uploaded files and fetched pages, by their SHA-256; on several machines one store for all.
FILES_STORAGE = env.str("FILES_STORAGE", default="newsdesk.storage.FileStore")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": {
        "BACKEND": FILES_STORAGE,
        "OPTIONS": (
            {"location": str(DATA / "files")}
            if FILES_STORAGE == "newsdesk.storage.FileStore"
            else env.json("FILES_OPTIONS", default={})
        ),
    },
    "staticfiles": {"BACKEND": "newsdesk.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Words, clocks, logs ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
USE_TZ = True
SEEDS = BASE_DIR / "seeds"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "claims": {"level": "INFO"},
        "newsdesk": {"level": "INFO"},
        # A refused or missing page is the visitor's matter; bugs still arrive as errors.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}

root_env.seal()
env.seal()  # one error naming all missing or malformed variables
