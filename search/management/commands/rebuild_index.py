"""Build the search index anew beside the old one, and swap."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.common.outbox.registry import SinkUnavailable
from search.engines.base import EngineError
from search.indexing import rebuild, sink_names


class Command(BaseCommand):
    """rebuild_index"""

    help = "Build every search index anew from the database; searches go on meanwhile and never find nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--only."""
        parser.add_argument("--only", choices=sink_names(), help="this index alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild one index after the other; a failure leaves the old one in place."""
        for sink in [options["only"]] if options["only"] else sink_names():
            with tqdm(unit="documents", desc=sink, disable=options["verbosity"] == 0) as bar:
                try:
                    number = rebuild(sink, bar.update)
                except (EngineError, SinkUnavailable) as error:
                    raise CommandError(f"{sink}: {error}") from error
            self.stdout.write(f"{sink}: {number} documents")
