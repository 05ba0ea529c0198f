"""What the tests run on: fast hashing, a folder of their own a run. Database and services come from the environment, so
that one suite runs on SQLite with the embedded engine and again on PostgreSQL with the services."""

import os
import tempfile
from pathlib import Path

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import CACHES, DATABASES, REDIS_URL, env

# Made and removed by tests/conftest.py; processes that a test starts are told of it by TEST_RUN_DIR.
RUN_DIR = Path(env("TEST_RUN_DIR", default=str(Path(tempfile.gettempdir()) / f"fawang-test-{os.getpid()}")))
MEDIA_ROOT = str(RUN_DIR / "media")
PRIVATE_ROOT = str(RUN_DIR / "private")
SEARCH_URL = env("SEARCH_URL", default=f"embedded://{RUN_DIR / 'index'}")

if "DATABASE_URL" not in os.environ:
    DATABASES["default"]["NAME"] = str(RUN_DIR / "never-opened.sqlite3")
    # A file, not memory: live servers, threads and child processes see the same rows by connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN_DIR / "test.sqlite3")}

# Nothing runs beside the tests: what would go to a worker runs at once, with or without Redis.
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = f"fawang-test-{os.getpid()}"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
# Asked for by the tests that are about it (tests/accounts/second_factor): the others sign in with a password alone.
SECOND_FACTOR_REQUIRED = False
# Asked for by the tests that are about it.
IDENTITY_GATEWAY = ""
