"""Answers that rest on an invented law, and the law changed after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cms.laws.models import Instrument
from cms.laws.reading_places import read_place
from cms.laws.services.announcing import CITATIONS
from portal.changed_law.services.flagging import SINK
from portal.common import clock
from portal.common.outbox.drain import drain
from portal.consultations.models import Consultation
from portal.consultations.services.answers.written import CitedArticle
from tests.consultations import builders
from tests.laws.builders import law_text, published

SLUG = "shi-fan-gong-zi-fa"


def cited(locator: str = "30", **values: Any) -> CitedArticle:
    """An article of 示范工资法 as it is read today, unless told otherwise."""
    day = values.get("read_on", clock.today())
    place = read_place(f"示范工资法{locator}", day)
    given = {"written": place.title, "instrument_slug": SLUG, "locator": locator, "digest": place.digest}
    return CitedArticle(**{"read_on": day, **given, **values})


def answered(*citations: CitedArticle, **values: Any) -> Consultation:
    """A case whose answer rests on these."""
    case = builders.claimed(**values)
    builders.first_answer(case, replace(builders.ANSWER, citations=citations or (cited(),)))
    return Consultation.objects.get(pk=case.pk)


def amend(law: Instrument, words: str = "用人单位应当每周支付劳动报酬。", on: date | None = None) -> None:
    """Publish a text of the law in force from yesterday, and let the outbox look."""
    text = law_text("示范工资法", {2: "本法适用于示范单位。", 30: words, 31: "拖欠工资的，应当加付赔偿金。"})
    published(law, text, effective_on=on or clock.today() - timedelta(days=1))
    worked()


def worked() -> None:
    """What a worker does."""
    drain(CITATIONS)
    drain(SINK)
