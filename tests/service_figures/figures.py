"""Invented cases, and counting figures again from nothing but a file."""

from __future__ import annotations

import csv
import io
from datetime import date
from math import ceil
from typing import Any
from urllib.parse import parse_qsl

from django.test import Client

from portal.service_figures.asking import AskedForm, topic_names
from portal.service_figures.exporting import behind, lines
from portal.service_figures.invented import invent
from portal.service_figures.measures import How, Measure, measure_of
from portal.service_figures.periods import Period, PeriodKind, period_of
from tests.consultations.builders import resident, resident_institution

MARCH = period_of(PeriodKind.MONTH, date(2026, 3, 1))
FIRM = "示范第一律师事务所"
PAGE, ROWS, FILE = (f"/workbench/service-figures/{part}" for part in ("", "rows/", "rows.csv"))


def invented(count: int = 60, seed: int = 1, period: Period = MARCH, **more: Any) -> None:
    """Cases in the hands of two firms."""
    first, second = resident_institution(FIRM), resident_institution()
    for firm in (first, first, second):
        resident(firm)
    invent(period, count, seed=seed, **more)


def recount(text: str, how: How) -> float | None:
    """The figure, from the lines of its file alone: written here once more, by nobody who wrote the page."""
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    counted = [line for line in lines if line["计入"] == "1"]
    if how == How.COUNT:
        return len(counted)
    if not lines:
        return None
    if how == How.SHARE:
        return float(f"{len(counted) * 100 / len(lines) + 1e-9:.1f}")
    values = sorted(float(line["数值"]) for line in counted)
    rank = 50 if how == How.MEDIAN else 90
    return round(values[max(0, ceil(len(values) * rank / 100) - 1)], 1)


def file_of(client: Client, query: str) -> str:
    """The file behind a figure."""
    answer = client.get(f"{FILE}?{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def written(query: str) -> str:
    """What the file behind a figure holds, without the web around it."""
    asked = dict(parse_qsl(query))
    topics = topic_names()
    measure = measure_of(asked["measure"])
    assert measure is not None
    period = AskedForm(asked, today=date(2026, 3, 31), topics=topics).asked()
    found = behind(period, measure, asked.get("by", ""), asked.get("cell", ""), topics, asked.get("panel", ""))
    file = io.StringIO()
    csv.writer(file).writerows(lines(found, bool, topics))
    return file.getvalue()


def said(measure: Measure, value: float | None) -> str:
    """How the page writes a number."""
    if value is None:
        return "—"
    if measure.how == How.COUNT:
        return f"{int(value):,}"
    return f"{value:.1f}%" if measure.how == How.SHARE else f"{value:,.1f}"
