"""Laws: the work, its dated texts, their provisions, and what points at them."""

from cms.laws.models.citation import Citation
from cms.laws.models.enums import CitationState, EffectiveBasis, Effectivity, Level
from cms.laws.models.instrument import Instrument, InstrumentRedirect
from cms.laws.models.provision import Provision, RenderedPart
from cms.laws.models.version import InstrumentVersion, SourceFile

__all__ = [
    "Citation",
    "CitationState",
    "EffectiveBasis",
    "Effectivity",
    "Instrument",
    "InstrumentRedirect",
    "InstrumentVersion",
    "Level",
    "Provision",
    "RenderedPart",
    "SourceFile",
]
