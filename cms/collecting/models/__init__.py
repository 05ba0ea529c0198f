"""Sources, looks at them, what was fetched, what pages link to."""

from cms.collecting.models.enums import FETCHED, ItemState, LinkState, Outcome, SourceKind, Way
from cms.collecting.models.item import CollectedItem
from cms.collecting.models.link import CheckedLink
from cms.collecting.models.source import APPROVED_FACTS, Source, SourceCheck

__all__ = [
    "APPROVED_FACTS",
    "FETCHED",
    "CheckedLink",
    "CollectedItem",
    "ItemState",
    "LinkState",
    "Outcome",
    "Source",
    "SourceCheck",
    "SourceKind",
    "Way",
]
