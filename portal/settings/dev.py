"""The default: SQLite, the embedded search engine, tasks run inline. Nothing to start, nothing to configure."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    ALLOWED_HOSTS,
    FIELD_ENCRYPTION_KEYS,
    IDENTITY_GATEWAY,
    LOGGING,
    LOOKUP_HASH_KEYS,
    RECORD_SIGNING_KEY,
    SECRET_KEY,
    SMS_URL,
    VAR_DIR,
)
from portal.settings.demands import DEMO_KEY

STATIC_ROOT = VAR_DIR / "static"  # empty: WhiteNoise finds the files where they lie
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DEBUG = False
# Known to everyone who reads this file; production refuses to start on it.
SECRET_KEY = SECRET_KEY or DEMO_KEY
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
# As public as the key it is made from.
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or [
    urlsafe_b64encode(sha256(f"fields:{SECRET_KEY}".encode()).digest()).decode("ascii")
]
RECORD_SIGNING_KEY = RECORD_SIGNING_KEY or [
    urlsafe_b64encode(sha256(f"records:{SECRET_KEY}".encode()).digest()).decode("ascii")
]
LOOKUP_HASH_KEYS = LOOKUP_HASH_KEYS or [
    urlsafe_b64encode(sha256(f"lookups:{SECRET_KEY}".encode()).digest()).decode("ascii")
]
# Stands in for the verifying gateway; goes by invented names (docs/citizens.md).
IDENTITY_GATEWAY = IDENTITY_GATEWAY or "portal.accounts.citizens.verifying.DemonstrationGateway"
IS_DEMO = True  # demo accounts are allowed here, and pictures are served without nginx
WHITENOISE_USE_FINDERS = True
# Nothing leaves a demo: what would have been sent is read at /demo/messages/.
SMS_URL = SMS_URL or "demo:"
EMAIL_BACKEND = "portal.notifications.gateways.demo.DemoMailBackend"
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # seeding would tell of every page
