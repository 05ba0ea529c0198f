"""What the tests run on: fast hashing, an index folder a run, no console noise. Databases and services come from the
environment, so that one suite runs on SQLite and again on PostgreSQL with the services."""

from portal.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
