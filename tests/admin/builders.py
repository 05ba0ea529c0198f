"""Invented laws for tests of the admin."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from cms.laws.models import Instrument, InstrumentVersion
from cms.laws.services.publishing import publish

TEXT = """# 示范邻里互助法
（2021年1月5日示范代表大会通过）
## 第一章 总则
第一条 为了示范邻里互助，制定本法。
第二条 民事主体在邻里互助活动中的合法权益受法律保护。
下列行为受鼓励：
（一）照看老人；
（二）搬运重物。
## 第二章 附则
第三条 本法自2021年3月1日起施行。
"""


def instrument(title: str = "中华人民共和国示范邻里互助法", level: str = "law", **facts: Any) -> Instrument:
    """Make an instrument."""
    made = Instrument(title=title, level=level, **facts)
    made.save()
    return made


def draft(
    of: Instrument | None = None, text: str = TEXT, on: date | None = date(2021, 3, 1), **facts: Any
) -> InstrumentVersion:
    """Make a draft that nobody has published, with its first revision."""
    facts.setdefault("effective_basis", "stated" if on else "unknown")
    made = InstrumentVersion(instrument=of or instrument(), source_text=text, effective_on=on, live=False, **facts)
    made.save()
    made.save_revision()
    return made


def published(
    of: Instrument | None = None, text: str = TEXT, on: date | None = date(2021, 3, 1), **facts: Any
) -> InstrumentVersion:
    """Make a text that everybody may read."""
    facts.setdefault("effective_basis", "stated" if on else "unknown")
    return publish(InstrumentVersion(instrument=of or instrument(), source_text=text, effective_on=on, **facts))


def version_form(version: InstrumentVersion, **changed: Any) -> dict[str, Any]:
    """Give what the browser posts from a version's form, with some fields changed."""
    values: dict[str, Any] = {"source_text": version.source_text, "effective_basis": version.effective_basis}
    for name in ("effective_on", "adopted_on", "promulgated_on", "amended_on", "expired_on"):
        day = getattr(version, name)
        values[name] = day.isoformat() if day else ""
    values["document_number"] = version.document_number
    if version.is_repealed:
        values["is_repealed"] = "on"
    # A browser sends every line break as CR LF.
    return {key: value.replace("\n", "\r\n") for key, value in {**values, **changed}.items()}


def instrument_form(instrument: Instrument, **changed: Any) -> dict[str, Any]:
    """Give what the browser posts from an instrument's form."""
    names = (
        "title",
        "short_title",
        "aliases",
        "level",
        "region",
        "issuing_authority",
        "category",
        "source_name",
        "source_url",
    )
    values = {name: getattr(instrument, name) for name in names}
    return {**values, "replaced_by": "", "checked_on": "", **changed}


def docx(*paragraphs: str) -> bytes:
    """Write a Word file with these paragraphs."""
    import docx as word

    document = word.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
