"""``make bench``: measure the figures of docs/figures.md and write them there.

FAWANG_CORPUS names a folder of real texts; without it an invented corpus of 400 laws is measured, and the table says so.
Elasticsearch is measured where ``make services`` can start it. ``python -m tests.benchmarks search`` repeats the search
figures alone, ``python -m tests.benchmarks directory`` those of the directory, ``… faults`` what is left when processes are
killed, ``… hostile`` what texts cost that are written to keep the rules busy, ``… service_figures`` the dashboard at 100,000 cases.
"""

from __future__ import annotations

import os
import shutil
import sys
from itertools import chain
from pathlib import Path

from deploy.services import __main__ as services

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "bench"
TABLE = ROOT / "docs" / "figures.md"
ALONE = ("directory", "faults", "hostile", "public-board", "service_figures")
"""Parts that need no server."""
MARK = "<!-- measured by make bench -->"


def main(only: str) -> int:
    """Import a tenth and all of the corpus, measure, print and write the table; 1 when a target is missed.

    ``only`` measures a part and writes nothing: ``search`` on what an earlier run imported, ``directory``, ``faults``,
    ``hostile``, ``board`` (the message board under load), ``public-board``.
    """
    if only != "search":
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATABASE_URL": f"sqlite:///{WORK / 'bench.sqlite3'}",
        "SEARCH_URL": f"embedded://{WORK / 'index'}",
        "SEARCH_FALLBACK_URL": "",
        "REDIS_URL": "",
    }
    os.environ.update(environment)
    import django

    django.setup()
    from tests.benchmarks import board, steps
    from tests.benchmarks.figures import table

    had = services.running()
    variables = {} if only in ALONE else services.start()[0]
    try:
        figures = []
        measure = {
            "search": steps.search_only,
            "directory": steps.directory_only,
            "faults": steps.faults_only,
            "hostile": steps.hostile_only,
            "public-board": steps.public_board_only,
            "service_figures": steps.service_figures_only,
            "board": lambda *_given: iter(()),
        }.get(only, steps.run)
        measured = measure(WORK, environment, ROOT, variables.get("SEARCH_URL", ""))
        if only in ("", "board"):
            measured = chain(measured, board.figures(WORK, ROOT, variables))
        for figure in measured:
            print(table([figure]).splitlines()[-1], flush=True)
            figures.append(figure)
    finally:
        if not had and only not in ALONE:
            services.stop()
    missed = [figure.what for figure in figures if figure.met is False]
    words = table(figures)
    if not only and TABLE.is_file() and MARK in TABLE.read_text(encoding="utf-8"):
        before = TABLE.read_text(encoding="utf-8").split(MARK)[0]
        TABLE.write_text(f"{before}{MARK}\n\n{words}\n", encoding="utf-8")
    print(f"\n{len(figures)} figures, {len(missed)} missed" + "".join(f"\n  missed: {what}" for what in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(next((word for word in sys.argv[1:] if word in ("search", "board", *ALONE)), "")))
