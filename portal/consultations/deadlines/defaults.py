"""The time limits a new portal begins with (articles 23 and 24), and which of many policies holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from portal.consultations.deadlines.terms import Rule
from portal.consultations.models.choices import Channel, DeadlineKind, TimeUnit

BEGINNING = date(2020, 1, 1)
"""The day from which the first policies hold."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A time limit of one kind; ``channel`` empty: of every channel that has none of its own."""

    channel: str
    kind: str
    amount: int
    unit: str
    pauses: bool = True
    valid_from: date = BEGINNING


# A deferred reply has none: it is due at the time that was agreed.
INITIAL_POLICIES: tuple[Policy, ...] = (
    Policy("", DeadlineKind.FIRST_ANSWER, 5, TimeUnit.NATURAL_HOURS),
    Policy(Channel.LIVE, DeadlineKind.FIRST_ANSWER, 1, TimeUnit.NATURAL_HOURS, pauses=False),
    Policy("", DeadlineKind.FURTHER_QUESTION, 5, TimeUnit.NATURAL_HOURS),
    Policy("", DeadlineKind.FOLLOW_UP, 3, TimeUnit.WORKING_DAYS),
    Policy("", DeadlineKind.REFUSAL_APPEAL, 3, TimeUnit.WORKING_DAYS),
    Policy("", DeadlineKind.COMPLAINT, 5, TimeUnit.WORKING_DAYS),
    Policy("", DeadlineKind.EXPERT_REFERRAL, 2, TimeUnit.WORKING_DAYS),
    Policy("", DeadlineKind.CORRECTION, 1, TimeUnit.WORKING_DAYS),
    Policy("", DeadlineKind.UNPUBLISH, 1, TimeUnit.WORKING_DAYS, pauses=False),
)


class PolicyLike(Protocol):
    """A row of the policy table, or an initial policy."""

    @property
    def channel(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def pauses(self) -> bool: ...
    @property
    def valid_from(self) -> date: ...


AnyPolicy = TypeVar("AnyPolicy", bound=PolicyLike)


class NoPolicy(LookupError):
    """No time limit of this kind holds on this day."""


def policy_for(policies: Iterable[AnyPolicy], kind: str, channel: str, day: date) -> AnyPolicy:
    """The policy of a kind that holds on a day: the channel's own before that of every channel, then the latest.

    Raises NoPolicy.
    """
    fitting = [
        policy
        for policy in policies
        if policy.kind == kind and policy.channel in ("", channel) and policy.valid_from <= day
    ]
    if not fitting:
        raise NoPolicy(kind)
    return max(fitting, key=lambda policy: (policy.channel != "", policy.valid_from))


def rule_of(policy: PolicyLike) -> Rule:
    """What a policy counts."""
    return Rule(policy.amount, TimeUnit(policy.unit), policy.pauses)
