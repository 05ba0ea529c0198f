"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

from portal.operations.requests import Utf8Request  # noqa: E402 - settings are read by now

application.request_class = Utf8Request
