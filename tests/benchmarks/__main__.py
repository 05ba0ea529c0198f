"""``make bench``: measure the figures of docs/figures.md and write them there.

FAWANG_CORPUS names a folder of real texts; without it an invented corpus of 400 laws is measured, and the table says so.
Elasticsearch is measured where ``make services`` can start it. ``python -m tests.benchmarks search`` repeats the search
figures alone.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from deploy.services import __main__ as services

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "bench"
TABLE = ROOT / "docs" / "figures.md"
MARK = "<!-- measured by make bench -->"


def main(only_search: bool) -> int:
    """Import a tenth and all of the corpus, measure, print and write the table; 1 when a target is missed.

    ``only_search`` measures search alone on what an earlier run imported, and writes nothing.
    """
    if not only_search:
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
    from tests.benchmarks import steps
    from tests.benchmarks.figures import table

    had = services.running()
    variables, _missing = services.start()
    try:
        figures = []
        measure = steps.search_only if only_search else steps.run
        for figure in measure(WORK, environment, ROOT, variables.get("SEARCH_URL", "")):
            print(table([figure]).splitlines()[-1], flush=True)
            figures.append(figure)
    finally:
        if not had:
            services.stop()
    missed = [figure.what for figure in figures if figure.met is False]
    words = table(figures)
    if not only_search and TABLE.is_file() and MARK in TABLE.read_text(encoding="utf-8"):
        before = TABLE.read_text(encoding="utf-8").split(MARK)[0]
        TABLE.write_text(f"{before}{MARK}\n\n{words}\n", encoding="utf-8")
    print(f"\n{len(figures)} figures, {len(missed)} missed" + "".join(f"\n  missed: {what}" for what in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(only_search="search" in sys.argv[1:]))
