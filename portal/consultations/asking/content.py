"""What a draft holds: every screen as it was typed, good or bad, so that nothing is lost; what was agreed to; the way back in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.datastructures import MultiValueDict

from portal.consultations.services.intake.numbers import new_passphrase

LONGEST_VALUE = 20_000
"""Characters of one field that a draft keeps; the question itself is limited far below, in words."""
MOST_UNDONE = 5
"""How many maskings can be taken back."""

Typed = dict[str, list[str]]


@dataclass
class Content:
    """The content of one draft. ``typed`` is by screen and field; ``passed`` names the screens that were gone through.

    ``earlier_texts`` are the question before each masking, the last one last. ``notice`` and ``agreed`` say which ``version``
    was shown (primary keys, joined by a hyphen) and ``at`` what time it was agreed to (ISO, UTC). With ``receipt_number`` the
    question was sent: nothing typed is left then, only the number and the passphrase until they were noted.
    """

    submission_key: str = field(default_factory=lambda: secrets.token_hex(32))
    passphrase: str = field(default_factory=new_passphrase)
    typed: dict[str, Typed] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    earlier_texts: list[str] = field(default_factory=list)
    nothing_similar: bool = False
    notice: dict[str, Any] = field(default_factory=dict)
    agreed: dict[str, Any] = field(default_factory=dict)
    receipt_number: str = ""

    def as_json(self) -> str:
        """As it is stored (encrypted)."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Content:
        """From what is stored."""
        return cls(**json.loads(stored))

    def values(self, step: str) -> MultiValueDict[str, str]:
        """What was typed on a screen, as a form takes it."""
        return MultiValueDict(self.typed.get(step, {}))

    def value(self, step: str, name: str) -> str:
        """One value of a screen, "" where nothing was said."""
        return (self.typed.get(step, {}).get(name) or [""])[-1]

    def take(self, step: str, typed: Mapping[str, list[str]]) -> None:
        """Remember what was typed on a screen."""
        self.typed[step] = {name: [value[:LONGEST_VALUE] for value in values] for name, values in typed.items()}

    def note_passed(self, step: str, passed: bool = True) -> None:
        """Remember that a screen was gone through, or that it is open again."""
        if passed and step not in self.passed:
            self.passed.append(step)
        if not passed and step in self.passed:
            self.passed.remove(step)

    def note_agreed(self, step: str, version: str, at: datetime) -> None:
        """Remember that the notice (``notice``) or the agreement (``consent``) was agreed to in a version.

        The notice comes first (article 18): a new one opens the agreement again; the same one, seen again, changes nothing.
        """
        said = {"version": version, "at": at.isoformat()}
        if step == "consent":
            self.agreed = said
        elif self.notice.get("version") != version:
            self.notice, self.agreed = said, {}
            self.note_passed("consent", False)

    @property
    def question(self) -> str:
        """The question as it stands now."""
        return self.value("question", "question").strip()

    @property
    def free_words(self) -> str:
        """Everything that was said in one's own words: the question, and what is wished for."""
        return f"{self.question}\n{self.value('wanted', 'wanted').strip()}".strip()

    @property
    def says_in_danger(self) -> bool:
        """Whether the box beside the question was ticked."""
        return bool(self.value("question", "in_danger"))

    def replace_question(self, text: str) -> None:
        """Put another text in its place; the one before can be taken back."""
        self.earlier_texts = [*self.earlier_texts, self.question][-MOST_UNDONE:]
        self.typed["question"] = {**self.typed.get("question", {}), "question": [text]}

    def take_back(self) -> None:
        """Put the text before the last masking back."""
        if self.earlier_texts:
            text = self.earlier_texts.pop()
            self.typed["question"] = {**self.typed.get("question", {}), "question": [text]}

    def become_receipt(self, receipt_number: str) -> None:
        """Forget everything typed: the case has it now."""
        self.receipt_number = receipt_number
        self.typed, self.passed, self.earlier_texts = {}, [], []
        self.notice, self.agreed = {}, {}
