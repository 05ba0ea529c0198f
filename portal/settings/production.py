"""A server that people rely on. Refuses to start, in plain words, on what would be unsafe (docs/environment.md)."""

from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    ALLOWED_HOSTS,
    CLAMAV_URL,
    DATABASES,
    FIELD_ENCRYPTION_KEYS,
    IDENTITY_GATEWAY,
    LOOKUP_HASH_KEYS,
    RECORD_SIGNING_KEY,
    REDIS_URL,
    SECRET_KEY,
    STORAGES,
    env,
)
from portal.settings.demands import Installation, demand

MEDIA_ROOT = env("MEDIA_ROOT", default="")
PRIVATE_ROOT = env("PRIVATE_ROOT", default="")
SEARCH_URL = env("SEARCH_URL", default="")
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "")
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(STATIC_ROOT)))

demand(
    Installation(
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        database_engine=DATABASES["default"]["ENGINE"],
        redis_url=REDIS_URL,
        search_url=SEARCH_URL,
        media_root=MEDIA_ROOT,
        admin_base_url=WAGTAILADMIN_BASE_URL,
        field_keys=FIELD_ENCRYPTION_KEYS,
        lookup_keys=LOOKUP_HASH_KEYS,
        identity_gateway=IDENTITY_GATEWAY,
        record_keys=RECORD_SIGNING_KEY,
        private_root=PRIVATE_ROOT,
        clamav_url=CLAMAV_URL,
    )
)

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# nginx ends TLS and says so by X-Forwarded-Proto, which it always sets itself (deploy/nginx).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXY_HOPS = env.int("TRUSTED_PROXY_HOPS", default=1)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # asked for on the machine itself
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Whether browsers ship with this domain in their lists is for the owner of the domain to say, not for the portal.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://127.0.0.1:25")
vars().update(EMAIL_CONFIG)
