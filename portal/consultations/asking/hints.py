"""What is said to a citizen on the way, from the same rules that look at the question once it was sent: danger first, a period
that may be about to run out, what points at a person. Nothing of it blocks, and nothing of it says that a limit has passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.common.redaction import LABELS, Finding, apply_map, find_personal_data, redaction_map
from portal.consultations.asking.content import Content
from portal.consultations.models.choices import Happened
from portal.consultations.screening.asked import Asked
from portal.consultations.screening.danger import danger
from portal.consultations.screening.limitation import limitation

ALWAYS_CALLED = ("110", "12110", "120")
"""Whatever the danger: police, police by SMS, ambulance."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to call, or to write to where ``by_sms``."""

    number: str
    words: str

    @property
    def by_sms(self) -> bool:
        """Whether it takes messages: for who must not be heard."""
        return self.number == "12110"


@dataclass(frozen=True, slots=True)
class Danger:
    """``lines`` in the order in which they are shown; ``is_at_home``: a protection order may be asked for."""

    lines: Sequence[Line]
    is_at_home: bool


def danger_of(content: Content) -> Danger | None:
    """What speaks of danger in what was typed, or the box that says so."""
    return danger_in(content.free_words, is_said=content.says_in_danger)


def danger_in(text: str, *, is_said: bool = False) -> Danger | None:
    """What speaks of danger in a text, or that somebody said so (``is_said``); None without a sign."""
    found = next(iter(danger(Asked(text=text, says_danger=is_said))), None)
    if found is None:
        return None
    known = _lines()
    numbers = dict.fromkeys([*found.hotlines, *ALWAYS_CALLED])
    kinds = {value for name, value in found.details if name == "kind"}
    lines = [Line(number, known[number]) for number in known if number in numbers]
    return Danger(lines, "home" in kinds)


def _lines() -> dict[str, str]:
    return {
        "110": _("报警"),
        "12110": _("不方便说话，发短信报警，写明在哪里、什么事"),
        "120": _("有人受伤，叫救护车"),
        "12356": _("心里难受、想不开，心理援助"),
        "12355": _("未成年人，青少年服务台"),
        "12338": _("妇女，维权服务热线"),
    }


def limitation_near(said: Mapping[str, Mapping[str, Any]], today: date) -> str:
    """The basis (law and article, or "期限") of a period that may be about to run out, by what was said so far; "" for none."""
    when = said.get("when", {})
    asked = Asked(
        text=str(said.get("question", {}).get("question", "")),
        topic=str(said.get("topic", {}).get("topic", "")),
        happened_from=when.get("happened_from"),
        happened_to=when.get("happened_until"),
        ongoing=when.get("happened") == Happened.ONGOING,
    )
    found = next(iter(limitation(asked, today)), None)
    return "" if found is None else dict(found.details).get("basis", "") or _("您写的期限")


@dataclass(frozen=True)
class PersonalData:
    """What points at a person in a text, and the text without it."""

    text: str

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """In their order."""
        return find_personal_data(self.text)

    @property
    def marked(self) -> SafeString:
        """The text, escaped, with each of them marked."""
        parts, at = [], 0
        for finding in self.findings:
            parts.append(format_html("{}<mark>{}</mark>", self.text[at : finding.start], finding.words(self.text)))
            at = finding.end
        return format_html("{}{}", format_html_join("", "{}", ((part,) for part in parts)), self.text[at:])

    @property
    def rows(self) -> list[dict[str, str]]:
        """Each different stretch once: its place (``START-END``), what it is, how it would read."""
        replaced = redaction_map(self.text, self.findings)
        rows: dict[str, dict[str, str]] = {}
        for finding in self.findings:
            words = finding.words(self.text)
            rows.setdefault(
                words,
                {
                    "place": f"{finding.start}-{finding.end}",
                    "kind": LABELS[finding.kind],
                    "words": words,
                    "replacement": replaced[words],
                },
            )
        return list(rows.values())

    def masked(self, place: str = "") -> str:
        """The text with everything hidden, or only what stands at a place; another place than those found hides nothing."""
        chosen = [one for one in self.findings if place in ("", f"{one.start}-{one.end}")]
        every = redaction_map(self.text, self.findings)
        wanted = {one.words(self.text) for one in chosen}
        return apply_map(self.text, {words: every[words] for words in wanted})
