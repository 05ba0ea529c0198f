"""``manage.py reset_second_factor USERNAME``: for the last administrator who lost phone and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import User
from portal.accounts.second_factor.services import reset


class Command(BaseCommand):
    """Takes the second factor from an account; the next sign-in sets up a new one. Stands in the audit log."""

    help = "Reset the second factor of an account that nobody else can reset."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account's sign-in name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("There is no such account.")
        reset(user, by=None)
        self.stdout.write("Reset. All sessions of this account have ended.")
