"""``manage.py check_before_serving``: run before gunicorn starts; exit code 1 keeps it from starting."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.serving import reasons_not_to_serve


class Command(BaseCommand):
    """System checks, then what only the database can tell: migrations, demo accounts, sinks without a handler."""

    help = "Refuse (exit 1, with the reason) to serve an installation that must not be served."
    requires_system_checks = "__all__"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every reason and leave with 1, or say that serving may begin."""
        reasons = reasons_not_to_serve()
        for reason in reasons:
            self.stderr.write(self.style.ERROR(reason))
        if reasons:
            sys.exit(1)
        self.stdout.write("可以开始服务。")
