"""Invented entries in any number: ``generate_directory --institutions N --practitioners N [--seed 0..9]``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.directory.generator import generate
from cms.directory.services.indexing import index_now
from portal.common.clock import today


class Command(BaseCommand):
    """Add invented entries; the same seed adds only what is missing."""

    help = "Add clearly invented institutions and practitioners, some with penalties and sanctions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how many."""
        parser.add_argument("--institutions", type=int, default=100, metavar="N")
        parser.add_argument("--practitioners", type=int, default=1000, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="0..9")
        parser.add_argument("--no-index", action="store_true", help="leave the search index to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, index, say what was added."""
        is_quiet = options["verbosity"] == 0
        total = options["institutions"] + options["practitioners"]
        try:
            with tqdm(total=total, unit="条", desc="名录", disable=is_quiet) as bar:
                done = generate(
                    institutions=options["institutions"],
                    practitioners=options["practitioners"],
                    today=today(),
                    seed=options["seed"],
                    progress=bar.update,
                )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not options["no_index"]:
            index_now(is_quiet=is_quiet)
        if not is_quiet:
            words = (
                f"{done.institutions} institutions, {done.practitioners} practitioners, {done.records} records added"
            )
            self.stdout.write(words)
