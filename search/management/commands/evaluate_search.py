"""Measure the ranking on questions whose answers are known."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.common.clock import today
from search.evaluation import DEPTH, evaluate, read_questions
from search.query import make_plan, recognise
from search.service import find


class Command(BaseCommand):
    """evaluate_search"""

    help = "R@10, R@100 and MRR@10 of the default search (law in force today) on questions with known articles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE --json."""
        parser.add_argument("file", type=Path, help="JSON lines with question and articles")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask every question as a visitor would, limited to provisions."""
        try:
            questions = list(read_questions(options["file"]))
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        day, names = today(), set()

        def ask(words: str) -> list[str]:
            pins = recognise(words, None, day)
            results = find(make_plan(words, today=day, kind="provision", page_size=DEPTH, pins=pins))
            if results.is_out:
                raise CommandError("no search engine answered")
            names.add(results.engine)
            return [item.document.citation for item in results.items]

        figures = evaluate(tqdm(questions, unit="questions", disable=options["json"]), ask)
        values = {"engine": "+".join(sorted(names)), **asdict(figures)}
        self.stdout.write(json.dumps(values) if options["json"] else f"{values}")
