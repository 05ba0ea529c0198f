"""What the rules look at and what they say: frozen values, so that a test or a task can make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property

from portal.consultations.screening.passages import Passage, Span


class RuleCode(StrEnum):
    """The rules. The value is stored with each flag; a rule that suggests a refusal carries the name of its reason."""

    OUT_OF_SCOPE = "out_of_scope"
    PENDING_CASE = "pending_case"
    ABUSE = "abuse"
    NOT_GENUINE_NEED = "not_genuine_need"
    REPEATED_QUESTION = "repeated_question"
    RELATED_MATTER = "related_matter"
    PERSONAL_DATA = "personal_data"
    STATE_SECRET = "state_secret"  # noqa: S105 - no password
    DANGER = "danger"
    MINOR = "minor"
    UNDER_14 = "under_14"
    LANGUAGE = "language"
    LIMITATION = "limitation"


REFUSABLE = frozenset(
    {
        RuleCode.OUT_OF_SCOPE,
        RuleCode.PENDING_CASE,
        RuleCode.ABUSE,
        RuleCode.NOT_GENUINE_NEED,
        RuleCode.REPEATED_QUESTION,
    }
)
"""Rules whose suggestion may end in a refusal; their codes are the reasons of a refusal."""

ADVISORY = frozenset({RuleCode.DANGER, RuleCode.LANGUAGE, RuleCode.LIMITATION, RuleCode.RELATED_MATTER})
"""Rules that tell and never make a question wait: who is in danger or short of time goes straight to a resident."""

NEVER_BY_TIMEOUT = frozenset({RuleCode.STATE_SECRET, RuleCode.UNDER_14})
"""Rules whose questions wait for a person however long it takes (decision 4)."""


class Urgency(IntEnum):
    """How soon a person should look. The queue sorts by it, the highest first."""

    ROUTINE = 0
    SOON = 1
    NOW = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one rule says of one question.

    ``article`` is that of the service rules ("" where none applies); ``authorities`` are codes of the table of authorities;
    ``hotlines`` are numbers to show at once; ``details`` are values for who writes rows (keys of earlier cases, script).
    """

    rule: RuleCode
    explanation: str
    article: str = ""
    spans: tuple[Span, ...] = ()
    urgency: Urgency = Urgency.ROUTINE
    authorities: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> str:
        """The reason a refusal would have; "" for a rule that never leads to one."""
        return self.rule.value if self.rule in REFUSABLE else ""

    @property
    def waits(self) -> bool:
        """Whether the question waits for a moderator because of it."""
        return self.rule not in ADVISORY

    def words(self, text: str) -> tuple[str, ...]:
        """The words that led to it, as they stand in the text."""
        return tuple(text[start:end] for start, end in self.spans)


@dataclass(frozen=True)
class Asked:
    """A question and the short answers of the intake, as the citizen gave them; "" or None where nothing was said."""

    text: str
    says_danger: bool = False
    """Whether the citizen ticked that somebody is in danger now."""
    in_proceedings: str = ""
    """``yes``, ``no``, ``unsure``."""
    for_whom: str = ""
    """``self``, ``relative``, ``friend``, ``organisation``; anything else is nobody's own."""
    age_band: str = ""
    """``under_14``, ``from_14``, ``from_18``, ``from_60``, ``unsaid``."""
    topic: str = ""
    other_side: str = ""
    happened_from: date | None = None
    happened_to: date | None = None
    ongoing: bool = False
    asked_lately: int = 0
    """Questions by the same person in the 24 hours before this one."""
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def passage(self) -> Passage:
        """The text made ready for finding words."""
        return Passage(self.text)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question asked before, found by its fingerprint. ``key`` leads back to it."""

    key: str
    text: str
    same_person: bool
    answered: bool = False
    lost: bool = False
    """Its author can no longer open it: a lost passphrase."""
