"""Builders: invented laws, published the way editors publish them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cms.laws.models import EffectiveBasis, Instrument, InstrumentVersion, Level
from cms.laws.services.publishing import publish
from search.indexing import rebuild


def text(effective_on: date | None, body: str = "第一条 示范条文。", **fields: Any) -> InstrumentVersion:
    """Make a text that is not saved yet."""
    basis = EffectiveBasis.STATED if effective_on else EffectiveBasis.UNKNOWN
    fields.setdefault("effective_basis", basis)
    return InstrumentVersion(effective_on=effective_on, source_text=body, **fields)


def law(title: str, *texts: InstrumentVersion, level: str = Level.LAW, **fields: Any) -> Instrument:
    """Make a law with its texts published."""
    instrument = Instrument(title=title, level=level, **fields)
    instrument.save()
    for one in texts:
        one.instrument = instrument
        one.source_text = f"# {title}\n\n（示范文本）\n\n<!-- INFO END -->\n\n{one.source_text}\n"
        publish(one)
    instrument.refresh_from_db()
    return instrument


def index() -> None:
    """Make the index hold what is public now."""
    rebuild("search.primary")
