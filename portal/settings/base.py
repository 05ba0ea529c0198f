"""What every installation shares. Values that differ between installations come from the environment
(docs/environment.md lists them all)."""

from pathlib import Path
from typing import Any

import environ

from portal.settings.schedule import CELERY_BEAT_SCHEDULE  # noqa: F401 - a setting

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
IS_DEMO = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

# No django.contrib.admin: editors work in the Wagtail admin, and a second door would need a second lock.
INSTALLED_APPS = [
    "portal.common",
    "portal.accounts",
    "portal.notifications",
    "portal.institution_notices",
    "portal.consultations",
    "portal.expert_panel",
    "portal.complaints",
    "portal.public_board",
    "portal.live_hours",
    "portal.retention",
    "portal.group_matters",
    "portal.changed_law",
    "portal.service_figures",
    "portal.operations",
    "portal.api",
    "search",
    "cms.core",
    "cms.laws",
    "cms.directory",
    "cms.wording",
    "cms.editorial",
    "cms.collecting",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.wagtail_users.WagtailUsersConfig",
    "wagtail_modeladmin",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "corsheaders",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# No LocaleMiddleware: one language is served, and varying by Accept-Language would spoil the cache.
MIDDLEWARE = [
    "portal.operations.middleware.PolicyMiddleware",  # above whatever may refuse a request: refusals have a policy too
    "portal.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.operations.middleware.NullByteMiddleware",
    "portal.operations.middleware.MethodMiddleware",
    "portal.common.page_cache.PageCacheMiddleware",
    "portal.operations.middleware.DatabaseOutageMiddleware",
    "portal.operations.mistaken.MistakenRequestMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.citizens.sessions.CitizenSessionMiddleware",
    "portal.accounts.doors.StaffDoorMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.accounts.second_factor.middleware.SecondFactorMiddleware",
    "portal.accounts.side_doors.SideDoorMiddleware",
    "portal.accounts.exports.DisclosureMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "cms.wording.middleware.WordingRefusedMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",  # who changed what, for the directory's history
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "wagtail.contrib.settings.context_processors.settings",
                "cms.core.context_processors.display",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'fawang.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions: a reader that turns writer would otherwise fail with "database is locked" at once.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    )
    # Opening a file and its pragmas costs ten times what a kept page does (docs/caching.md).
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that is gone is said to be gone within seconds, not after the system's own minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).update({"connect_timeout": 3, "tcp_user_timeout": 10_000})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            # Redis gone: reads go on without a cache.
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.3, "SOCKET_TIMEOUT": 0.5},
            "KEY_PREFIX": "fawang",
        }
    }
    DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}

# -- work in the background ------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Limits nest (portal.operations.checks): a drainer stops taking batches, is asked to end, is ended, loses its lease.
CELERY_TASK_SOFT_TIME_LIMIT = 250
CELERY_TASK_TIME_LIMIT = 270
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
# A broker that is gone or hangs must cost a request half a second at most (docs/decisions).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.5,
    "retry_on_timeout": False,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

# -- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "portal.accounts.citizens.sessions.CitizenBackend",  # keeps citizens' sessions; lets nobody in by a password
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "portal.accounts.throttling.StaffAttempts"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.throttling.address_of"
AXES_LOCKOUT_CALLABLE = "portal.accounts.throttling.locked"
SECOND_FACTOR_REQUIRED = True
# What of the database lies encrypted (portal/common/encryption.py): the first key encrypts, all decrypt.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
# Digests by which encrypted values are found (portal/common/keyed_hash.py): the first key writes, all look up.
LOOKUP_HASH_KEYS = env.list("LOOKUP_HASH_KEYS", default=[])
# What signs the records of consultations (portal/common/signatures.py): the first key signs, all verify.
RECORD_SIGNING_KEY = env.list("RECORD_SIGNING_KEY", default=[])
# -- citizens (docs/citizens.md) ---------------------------------------------------------------------------------------
CITIZEN_IDLE_MINUTES = env.int("CITIZEN_IDLE_MINUTES", default=120)
CITIZEN_LONGEST_HOURS = 12
CITIZEN_FRESH_MINUTES = 15  # how long a code counts for what wants one: another number, one's data, deleting
PHONE_CODES_AN_HOUR = env.int("PHONE_CODES_AN_HOUR", default=1000)
# Carriers give a number to somebody else 90 days after it was given up, at the earliest.
PHONE_TRUSTED_DAYS = 90
# The verifying gateway, as a dotted name of a callable that gives one; unset, identity data go to a person.
IDENTITY_GATEWAY = env("IDENTITY_GATEWAY", default="")
HEARING_DAYS = 10  # for the holder of an account to answer, before anybody decides

LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# -- language, time, files -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # shown; stored in UTC
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.core.bundle.BundleFinder",  # one stylesheet and one script from one file a component
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
# What no address leads to: the attachments of consultations, encrypted (docs/attachments.md).
PRIVATE_ROOT = env("PRIVATE_ROOT", default=str(VAR_DIR / "private"))
# The virus scanner: tcp://HOST:3310 or unix:///run/clamav/clamd.ctl; without one files are not scanned.
CLAMAV_URL = env("CLAMAV_URL", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# -- search ----------------------------------------------------------------------------------------------------------
SEARCH_URL = env("SEARCH_URL", default=f"embedded://{VAR_DIR / 'index'}")
SEARCH_FALLBACK_URL = env("SEARCH_FALLBACK_URL", default="")
# Seconds that gunicorn waits for a worker; whatever a page waits for must take less.
WEB_TIMEOUT = env.int("WEB_TIMEOUT", default=30)

# -- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "法网"
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_USER_LOGIN_FORM = "portal.accounts.forms.SignInForm"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # portal.accounts.own_password stands in its place
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "portal.accounts.password_reset.ResetForm"  # noqa: S105 - a name
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # all frames of an animation together
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp"]  # no SVG: it can hold scripts
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.core.media.forms.ImageForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # every file is saved, none opened in the portal's name
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.core.media.forms.DocumentForm"
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.core.admin.rich_text.RichTextArea"}}
WAGTAILEMBEDS_FINDERS: list = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backends"}}
TAGGIT_CASE_INSENSITIVE = True

# -- fetching from elsewhere (docs/collecting.md) ---------------------------------------------------------------------
COLLECTING_USER_AGENT = env("COLLECTING_USER_AGENT", default=f"FawangCollector/1 (+{WAGTAILADMIN_BASE_URL}/)")
# Networks that are inside although their numbers are public, besides those that are inner by their nature.
COLLECTING_INNER_NETWORKS = env.list("COLLECTING_INNER_NETWORKS", default=[])

# -- SMS and mail (docs/notifications.md) ------------------------------------------------------------------------------
SMS_URL = env("SMS_URL", default="")
# The name above every SMS and mail to people outside: others read their phones too, so it says nothing of the law.
MESSAGE_SENDER = env("MESSAGE_SENDER", default="便民服务")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="noreply@localhost")
EMAIL_TIMEOUT = 10  # seconds; Django's own default waits without end
# Nobody outside is disturbed then, unless they chose other hours; Asia/Shanghai.
QUIET_HOURS = env("QUIET_HOURS", default="21:00-08:00")

# -- API ------------------------------------------------------------------------------------------------------------
# Anyone's page may read the API; nobody's cookies are sent along.
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Retry-After"]
# How many proxies of ours stand in front and write X-Forwarded-For; with 0 the header is not believed at all.
TRUSTED_PROXY_HOPS = env.int("TRUSTED_PROXY_HOPS", default=0)
# Requests an address may make, as "NUMBER/(second|minute|hour|day)".
API_THROTTLE_RATE = env("API_THROTTLE_RATE", default="1200/minute")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "portal.common.api.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "portal.common.api.schema.ReadSchema",
    "DEFAULT_THROTTLE_CLASSES": ["portal.common.api.throttles.AddressThrottle"],
    "DEFAULT_THROTTLE_RATES": {"address": API_THROTTLE_RATE},
    "EXCEPTION_HANDLER": "portal.common.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "COMPACT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "法网读取接口",
    "DESCRIPTION": "法律法规、条文、名录与检索的公开读取接口。只读，无需身份验证；错误以 RFC 9457 表示。",
    "VERSION": "2",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": r"/api/v2",
    "PREPROCESSING_HOOKS": ["portal.common.api.schema.only_public"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ProvisionKindEnum": "cms.laws.api.tree.KINDS",
        "StandingEnum": "cms.directory.models.enums.StandingCode",
        "InstitutionKindEnum": "cms.directory.models.enums.InstitutionKind",
        "PractitionerKindEnum": "cms.directory.models.enums.PractitionerKind",
    },
}

# -- the browser's own guards ----------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it to SAMEORIGIN where its preview frames a page
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
# The Wagtail admin writes scripts and styles inline: it may, but nothing comes from elsewhere.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
}
# Who brings it may read /metrics from elsewhere than this machine.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "elastic_transport": {"level": "WARNING"},
        "jieba": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},  # it greets every process
        "django_tasks": {"level": "CRITICAL"},  # portal.operations.failed_tasks says what failed, once
    },
}
