"""What is measured, in order: a tenth of the rows, then all of them."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Site

from cms.core.site_builder import build_site
from tests.benchmarks import (
    directory,
    faults,
    hostile,
    importing,
    invented,
    pages,
    public_board,
    searching,
    service_figures,
)
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import manage


def run(work: Path, environment: Mapping[str, str], root: Path, elastic_url: str) -> Iterator[Figure]:
    """Yield each figure as it is measured."""
    real = os.environ.get("FAWANG_CORPUS", "")
    corpus = Path(real) if real else invented.write_corpus(work / "corpus", instruments=400)
    manage(["migrate", "-v0"], environment, root)
    build_site()
    manage(["import_laws", str(_tenth(corpus, work / "tenth-corpus"))], environment, root)
    small = pages.query_counts()
    _begin_anew(work)
    manage(["migrate", "-v0"], environment, root)
    build_site()
    yield from importing.figures(corpus, work, environment, root, real=bool(real))
    yield from pages.figures(small, pages.query_counts())
    yield from searching.figures(work, environment, root, elastic_url)
    yield from directory.figures(work, environment, root)
    yield from public_board.figures()
    yield from service_figures.figures(work, environment, root)
    yield from hostile.figures()
    yield from faults.figures(environment, root)


def service_figures_only(work: Path, environment: Mapping[str, str], root: Path, _elastic_url: str) -> Iterator[Figure]:
    """Yield the figures of the dashboard, in a database of their own."""
    _begin_anew(work)
    manage(["migrate", "-v0"], environment, root)
    build_site()
    yield from service_figures.figures(work, environment, root)


def hostile_only(*_given: object) -> Iterator[Figure]:
    """Yield what hostile texts cost."""
    yield from hostile.figures()


def faults_only(work: Path, environment: Mapping[str, str], root: Path, _elastic_url: str) -> Iterator[Figure]:
    """Yield the figure of processes killed."""
    yield from faults.figures(environment, root)


def directory_only(work: Path, environment: Mapping[str, str], root: Path, _elastic_url: str) -> Iterator[Figure]:
    """Yield the directory's figures in a database of their own."""
    _begin_anew(work)
    manage(["migrate", "-v0"], environment, root)
    build_site()
    yield from directory.figures(work, environment, root)


def public_board_only(work: Path, environment: Mapping[str, str], root: Path, _elastic_url: str) -> Iterator[Figure]:
    """Yield the public board's figures in a database of its own."""
    _begin_anew(work)
    manage(["migrate", "-v0"], environment, root)
    build_site()
    yield from public_board.figures()


def search_only(work: Path, environment: Mapping[str, str], root: Path, elastic_url: str) -> Iterator[Figure]:
    """Yield the search figures on what an earlier run imported."""
    yield from searching.figures(work, environment, root, elastic_url)


def _begin_anew(work: Path) -> None:
    connection.close()
    for file in work.glob("bench.sqlite3*"):
        file.unlink()
    shutil.rmtree(work / "index", ignore_errors=True)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def _tenth(corpus: Path, folder: Path) -> Path:
    """A corpus of every tenth text, by link."""
    folder.mkdir(parents=True)
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        for row in rows[::10]:
            writer.writerow(row)
            (folder / row["path"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(corpus / row["path"], folder / row["path"])
    return folder
