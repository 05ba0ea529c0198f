"""Read published texts again with today's parser: ``reparse [--diff] [SLUG…]`` (docs/laws.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from cms.laws.locators import citation_text
from cms.laws.services.announcing import owed_sinks
from cms.laws.services.reparsing import Reparsed, altered, live_versions, reparse
from portal.common.outbox.drain import drain

SHOWN = 60


class Command(BaseCommand):
    """Show what a changed parser would alter, or make it so."""

    help = "Re-parse published law texts; with --diff only list what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare slugs and options."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these instruments")
        parser.add_argument("--diff", action="store_true", help="change nothing; list what today's parser alters")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare every published text with its rows."""
        versions = live_versions(options["slugs"])
        is_quiet = options["verbosity"] == 0
        with tqdm(total=versions.count(), unit="件", disable=is_quiet) as bar:
            found = []
            for one in altered(versions):
                found.append(one)
                bar.set_postfix(altered=len(found))
                if options["diff"]:
                    self._tell(one)
                else:
                    reparse(one.version)
            bar.update(bar.total - bar.n)
        if not options["diff"]:
            for name in owed_sinks():
                while drain(name, limit=200):
                    pass
        said = "would be altered" if options["diff"] else "altered"
        self.stdout.write(f"{len(found)} of {versions.count()} texts {said}")

    def _tell(self, one: Reparsed) -> None:
        self.stdout.write(str(one.version))
        for alteration in one.alterations:
            place = citation_text(alteration.locator) if alteration.locator else ""
            self.stdout.write(f"  {alteration.locator} {place}: {alteration.what}")
            for sign, words in (("-", alteration.before), ("+", alteration.after)):
                if words:
                    shown = words.replace("\n", "⏎")
                    self.stdout.write(f"    {sign} {shown[:SHOWN]}{'…' if len(shown) > SHOWN else ''}")
