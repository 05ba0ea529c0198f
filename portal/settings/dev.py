"""The default: SQLite, the embedded search engine, tasks run inline. Nothing to start, nothing to configure."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, LOGGING, SECRET_KEY, VAR_DIR
from portal.settings.demands import DEMO_KEY

STATIC_ROOT = VAR_DIR / "static"  # empty: WhiteNoise finds the files where they lie
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DEBUG = False
# Known to everyone who reads this file; production refuses to start on it.
SECRET_KEY = SECRET_KEY or DEMO_KEY
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
IS_DEMO = True  # demo accounts are allowed here, and pictures are served without nginx
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # seeding would tell of every page
