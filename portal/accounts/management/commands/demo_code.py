"""``manage.py demo_code ROLE``: the one-time code of a demo account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.demo import demo_code
from portal.accounts.models import User
from portal.accounts.roles import ROLES


class Command(BaseCommand):
    """Prints six digits, good for the current half minute."""

    help = "Print the current one-time code of a demo account (after seed_demo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The role."""
        parser.add_argument("role", choices=sorted(ROLES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code."""
        try:
            self.stdout.write(demo_code(options["role"]))
        except User.DoesNotExist as error:
            raise CommandError("There is no such demo account: run manage.py seed_demo.") from error
