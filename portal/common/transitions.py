"""A life as a table: which act leads from where to where, and whose act it is. A room names its states, acts and parties in a
``states`` module; pages, policies, services and tests read the table, and one service of the room walks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State", bound=str)
Party = TypeVar("Party", bound=str)
Act = TypeVar("Act", bound=str)


@dataclass(frozen=True, slots=True)
class Transition(Generic[State, Party]):
    """An act: where it may begin, where it leads (None: stays, or goes where the room says), whose act it is."""

    begins: frozenset[str]
    leads_to: State | None
    parties: frozenset[Party]


def transition(begins: Iterable[str], leads_to: State | None, *parties: Party) -> Transition[State, Party]:
    """A row of the table."""
    return Transition(frozenset(begins), leads_to, frozenset(parties))


def led_to(table: Mapping[Act, Transition[State, Party]], act: Act, state: str) -> State | None:
    """Where an act leads from ``state``; None where the room says. Raises ValueError where it may not begin."""
    row = table[act]
    if state not in row.begins:
        raise ValueError(f"{act} does not begin in {state}")
    return row.leads_to
