"""Compile our catalogue of Wagtail's words, without gettext."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.admin.catalogue import CatalogueError, compile_file


class Command(BaseCommand):
    """manage.py compile_catalogue [--check]."""

    help = "Compile locale/**/*.po (no gettext needed); --check only says whether the compiled files are current."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a compiled file is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, or compare."""
        stale = []
        for source in sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.po")):
            target = source.with_suffix(".mo")
            try:
                content = compile_file(source)
            except CatalogueError as error:
                raise CommandError(f"{source.name}: {error}") from error
            if target.is_file() and target.read_bytes() == content:
                continue
            stale.append(source.name)
            if not options["check"]:
                target.write_bytes(content)
        if stale and options["check"]:
            raise CommandError("Not current: run manage.py compile_catalogue and commit the .mo file.")
        self.stdout.write("current" if not stale else f"compiled: {', '.join(stale)}")
