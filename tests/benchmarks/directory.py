"""The directory: SQL counts of its public pages and of its lists in the admin at 1,000 and at 100,000 entries, how long a page of
the admin takes at 100,000, and an import of 100,000 lines into an empty directory."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from cms.directory import exporting
from cms.directory.generator import generate
from cms.directory.models import Entry, Institution, Practitioner
from portal.common.clock import today
from tests.benchmarks.figures import Figure, at_most, count
from tests.benchmarks.measure import cpu_seconds, manage

FEW, MANY = (100, 900), (10_000, 90_000)
"""Institutions and practitioners."""
PUBLIC = {
    "list of institutions": ("/directory/", 6),
    "list of practitioners": ("/directory/?tab=practitioners", 6),
    "list of practitioners, searched": ("/directory/?tab=practitioners&q=示例甲", 6),
    "records in public": ("/directory/records/", 6),
}
ADMIN = {
    "institutions": "/admin/directory/institutions/",
    "practitioners": "/admin/directory/practitioners/",
    "practitioners of a kind": "/admin/directory/practitioners/?kind=lawyer",
    "practitioners, part of a name": "/admin/directory/practitioners/?q=甲乙",
    "practitioners, initials": "/admin/directory/practitioners/?q=slj",
    "practitioners, number": "/admin/directory/practitioners/?q=1000020",
    "penalties": "/admin/directory/penalties/",
    "chooser": "/admin/directory/choose-practitioner/results/?q=甲乙",
}
ROUNDS = 5


def figures(work: Path, environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    """Fill the directory of the database at hand, count, then import what it holds into an empty one."""
    few = _filled(*FEW)
    many = _filled(*MANY)
    for name, (_address, limit) in PUBLIC.items():
        yield _same(name, few[name], many[name], limit)
    for name in ("page of an institution", "page of a practitioner"):
        yield _same(name, few[name], many[name], 8)
    for name in ADMIN:
        yield _same(f"admin, {name}", few[name], many[name], None)
    yield from _times()
    yield from _importing(work, environment, root)


def _filled(institutions: int, practitioners: int) -> dict[str, int]:
    """The queries of each page with so many entries."""
    generate(institutions=institutions, practitioners=practitioners, today=today())
    visitor, clerk = Client(), _clerk()
    found = {name: _queries(visitor, address) for name, (address, _limit) in PUBLIC.items()}
    found["page of an institution"] = _queries(visitor, _typical(Institution))
    found["page of a practitioner"] = _queries(visitor, _typical(Practitioner))
    return found | {name: _queries(clerk, address) for name, address in ADMIN.items()}


def _typical(model: type[Entry]) -> str:
    """An entry that everybody may read: a practitioner with a record, an institution with a team."""
    rows = model._default_manager.public_on(today())
    if model is Practitioner:
        rows = rows.filter(
            administrativepenalty_set__state="approved", administrativepenalty_set__display_until__gte=today()
        )
    else:
        rows = rows.filter(kind="law_firm", affiliations__isnull=False)
    return str(rows.order_by("pk")[0].get_absolute_url())


def _clerk() -> Client:
    user, _created = get_user_model().objects.get_or_create(username="bench", defaults={"is_superuser": True})
    client = Client()
    client.force_login(user)
    return client


def _queries(client: Client, address: str) -> int:
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        client.get(address)  # content types, site cache
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return len(caught)


def _same(name: str, few: int, many: int, limit: int | None) -> Figure:
    target = f"≤ {limit}, the same" if limit else "the same"
    is_met = few == many and (limit is None or many <= limit)
    return Figure(f"SQL queries, directory, {name}, at 1,000 and 100,000 entries", target, f"{few} and {many}", is_met)


def _times() -> Iterator[Figure]:
    """Reported only: times belong to the machine."""
    clerk = _clerk()
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        for name, address in ADMIN.items():
            taken = statistics.median(cpu_seconds(lambda at=address: clerk.get(at)) for _round in range(ROUNDS))
            yield Figure(f"admin, {name}, at 100,000 entries, CPU, median", "–", f"{taken * 1000:.0f} ms", None)


def _importing(work: Path, environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    """All entries as one file, brought into an empty database of its own."""
    file = _file(work / "directory.csv")
    empty = {
        **environment,
        "DATABASE_URL": f"sqlite:///{work / 'directory.sqlite3'}",
        "SEARCH_URL": f"embedded://{work / 'directory-index'}",
    }
    for old in work.glob("directory.sqlite3*"):
        old.unlink()
    manage(["migrate", "-v0"], empty, root)
    dry = manage(["import_directory", str(file), "--dry-run"], empty, root)
    run = manage(["import_directory", str(file), "--no-index"], empty, root)
    again = manage(["import_directory", str(file)], empty, root)
    lines = sum(MANY)
    # One process that computes: on a machine of its own it takes as long as its CPU time; here others compute as well.
    words = f"{run.seconds:.0f} s by the clock; dry run {dry.cpu_seconds:.0f} s; {_told(run.output)}"
    yield at_most("directory import, 100,000 lines, CPU minutes", run.cpu_seconds / 60, 2, " min", words)
    yield at_most("directory import, peak memory", run.peak_mib, 1024, " MiB", form=count)
    note = f"with the index of the first run, {again.cpu_seconds:.0f} s of CPU"
    yield Figure("directory import, second run, lines unchanged", f"{lines}", _unchanged(again.output), None, note)


def _file(file: Path) -> Path:
    day = today()
    columns = list(dict.fromkeys([*exporting.columns_of(Institution), *exporting.columns_of(Practitioner)]))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        for model in (Institution, Practitioner):
            table = exporting.rows(model.objects.order_by("pk"), day, only_public=False)
            headings = next(table)
            writer.writerows(dict(zip(headings, row, strict=True)) for row in table)
    return file


def _told(output: str) -> str:
    return next((line for line in reversed(output.splitlines()) if " rows: " in line), "")


def _unchanged(output: str) -> str:
    told = _told(output)
    return next((part.split()[0] for part in told.split(": ")[-1].split(", ") if part.endswith("unchanged")), "?")
