"""A law's page for programs: schema.org's ``Legislation``, from what the page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from cms.core.structured_data import absolute, thing
from cms.laws.effectivity import effectivity
from cms.laws.models import EffectiveBasis, Effectivity, InstrumentVersion
from cms.laws.views.finding import Found

_FORCE = {
    Effectivity.IN_FORCE: "InForce",
    Effectivity.AMENDED: "NotInForce",
    Effectivity.REPEALED: "NotInForce",
    Effectivity.NOT_YET_EFFECTIVE: "NotInForce",
}
_INFERRED = (EffectiveBasis.PROMULGATION, EffectiveBasis.ADOPTION)


def legislation(found: Found, text: InstrumentVersion, address: str, today: date) -> dict[str, Any]:
    """Describe one text as it is today. A date of effect that is only inferred is not told: here nobody could say so."""
    instrument = found.instrument
    force = _FORCE.get(effectivity(text, found.texts, today))
    authority = instrument.issuing_authority
    return thing(
        "Legislation",
        name=instrument.title,
        alternateName="" if instrument.short_title == instrument.title else instrument.short_title,
        url=absolute(address),
        inLanguage="zh-Hans",
        legislationType=instrument.get_level_display(),
        legislationIdentifier=text.document_number,
        legislationPassedBy=thing("Organization", name=authority) if authority else None,
        legislationJurisdiction=instrument.region,
        legislationDate=text.adopted_on or text.promulgated_on,
        datePublished=text.promulgated_on,
        legislationDateVersion=None if text.effective_basis in _INFERRED else text.effective_on,
        legislationLegalForce=f"https://schema.org/{force}" if force else None,
    )
