"""Compare the search index with the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.common.outbox.registry import SinkUnavailable
from search.engines.base import EngineError
from search.indexing import reconcile, sink_names

SHOWN = 20


class Command(BaseCommand):
    """reconcile_index"""

    help = "Name every difference between the search indexes and the database; with --repair, mend it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--repair, --only."""
        parser.add_argument("--repair", action="store_true", help="reread what differs and write it")
        parser.add_argument("--only", choices=sink_names(), help="this index alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say the differences; exit 1 when some were found and not mended."""
        number = 0
        for sink in [options["only"]] if options["only"] else sink_names():
            with tqdm(unit="documents", desc=sink, disable=options["verbosity"] == 0) as bar:
                try:
                    found = reconcile(sink, repair=options["repair"], progress=bar.update)
                except (EngineError, SinkUnavailable) as error:
                    raise CommandError(f"{sink}: {error}") from error
            number += found.number
            self.stdout.write(
                f"{sink}: {found.compared} documents compared, {len(found.missing)} missing, {len(found.stale)} stale, "
                f"{len(found.superfluous)} superfluous{', mended' if options['repair'] and found.number else ''}"
            )
            for word, keys in (("missing", found.missing), ("stale", found.stale), ("superfluous", found.superfluous)):
                for key in keys[:SHOWN]:
                    self.stdout.write(f"  {word}: {key}")
        if number and not options["repair"]:
            raise CommandError(f"{number} differences; --repair mends them")
