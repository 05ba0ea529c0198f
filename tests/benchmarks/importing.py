"""Importing: time, peak memory, nothing lost, and a second run that changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.figures import Figure, at_most, count
from tests.benchmarks.measure import manage


def figures(corpus: Path, work: Path, environment: Mapping[str, str], root: Path, *, real: bool) -> Iterator[Figure]:
    """Import ``corpus`` twice into the database of ``environment``."""
    note = "the real corpus" if real else "an invented corpus"
    run = manage(["import_laws", str(corpus), "--report", str(work / "first.json")], environment, root)
    first = json.loads((work / "first.json").read_text(encoding="utf-8"))
    totals = first["totals"]
    words = f"{totals['created']} in, {totals['skipped']} skipped, {totals['articles']} articles; {note}"
    yield at_most("import with the index, minutes", run.seconds / 60, 3, " min", words)
    yield at_most("import, peak memory", run.peak_mib, 1024, " MiB", form=count)
    yield at_most("import, files that failed", totals["failed"], 0, form=count)
    lost = sum(row["characters_in"] != row["characters_kept"] for row in first["texts"])
    yield at_most("import, texts that lost a character", lost, 0, form=count)
    again = manage(["import_laws", str(corpus), "--report", str(work / "second.json")], environment, root)
    second = json.loads((work / "second.json").read_text(encoding="utf-8"))["totals"]
    changed = second["created"] + second["updated"]
    yield at_most(
        "import, second run, texts changed",
        changed,
        0,
        note=f"{second['unchanged']} unchanged, {second['skipped']} skipped, {again.seconds:.0f} s",
        form=count,
    )
