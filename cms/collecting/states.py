"""What a person may do with a collected story, as data: pages, services and tests read the same table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cms.collecting.models.enums import ItemState


class Act(StrEnum):
    """What is done with a story."""

    TAKE = "take"
    REJECT = "reject"
    MARK_DUPLICATE = "mark_duplicate"
    REOPEN = "reopen"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states an act leads to which."""

    begins: frozenset[ItemState]
    leads_to: ItemState


TRANSITIONS: dict[Act, Transition] = {
    Act.TAKE: Transition(frozenset({ItemState.WAITING}), ItemState.TAKEN),
    Act.REJECT: Transition(frozenset({ItemState.WAITING}), ItemState.REJECTED),
    Act.MARK_DUPLICATE: Transition(frozenset({ItemState.WAITING}), ItemState.DUPLICATE),
    # Of a taken one only when its page is gone.
    Act.REOPEN: Transition(frozenset({ItemState.DUPLICATE, ItemState.REJECTED, ItemState.TAKEN}), ItemState.WAITING),
    # The editor looked at what the source has changed since.
    Act.SEEN: Transition(frozenset({ItemState.TAKEN}), ItemState.TAKEN),
}


def acts_in(state: str, *, has_page: bool, has_changed: bool) -> list[Act]:
    """What may be done with a story in a state; ``has_page``: it was taken and the page is there; ``has_changed``: its source
    has changed it since."""
    acts = [act for act, transition in TRANSITIONS.items() if state in transition.begins]
    if has_page:
        acts = [act for act in acts if act != Act.REOPEN]
    return acts if has_changed else [act for act in acts if act != Act.SEEN]
