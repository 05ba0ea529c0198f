"""A citizen with a browser without script: opens a screen, fills it, presses the button, is led on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from portal.consultations.models import AskingMode, ConsultationSettings

QUESTION = "公司拖欠我三个月的工资，一直说没有钱，我是在工地打工的，应该怎么办？"
ANSWERS: dict[str, dict[str, Any]] = {
    "question": {"question": QUESTION},
    "proceedings": {"in_proceedings": "no"},
    "when": {"happened": "ongoing", "happened_from": "2026-08-01"},
    "where": {"place": "北京市朝阳区"},
    "for-whom": {"for_whom": "self"},
    "age": {"age_band": "from_18"},
    "topic": {"topic": "labour"},
    "other-side": {"other_side": "示范建筑公司"},
    "wanted": {"wants": ["steps", "money"], "wanted": ""},
    "contact": {},
    "notice": {"notice_seen": "on"},
    "consent": {"agreement": "on", "purpose_answer": "on", "purpose_sensitive": "on"},
}


def text_of(response: Any) -> str:
    """The page as it was sent."""
    return response.content.decode()


def open_to_all() -> None:
    """The installation's way of asking that needs no account."""
    rules = ConsultationSettings.load()
    rules.asking_mode = AskingMode.NONE
    rules.save()


@dataclass
class Citizen:
    """Walks from screen to screen. ``screens`` are those that were shown, ``presses`` the buttons, boxes and choices pressed."""

    client: Client = field(default_factory=Client)
    screens: list[str] = field(default_factory=list)
    presses: int = 0

    def look(self, address: str) -> Any:
        """Open an address; what the page is, and where redirects led."""
        response = self.client.get(address, follow=True)
        self.screens.append(response.request["PATH_INFO"])
        return response

    def answer(self, step: str, **typed: Any) -> Any:
        """Fill in a screen and press the button; gives the page one is led to."""
        shown = self.client.get(f"/ask/{step}/")
        given = typed if typed else ANSWERS.get(step, {})
        hidden = {}
        if shown.status_code == 200 and "form" in shown.context:
            hidden = {name.html_name: name.value() or "" for name in shown.context["form"].hidden_fields()}
        response = self.client.post(f"/ask/{step}/", {**hidden, **given}, follow=True)
        self.screens.append(response.request["PATH_INFO"])
        self.presses += 1 + sum(len(value) if isinstance(value, list) else bool(value) for value in given.values())
        return response

    def walk(self, until: str = "check", **other: dict[str, Any]) -> Any:
        """Answer everything that comes, until a screen is shown; ``other`` answers by screen (hyphens as underscores)."""
        changed = {name.replace("_", "-"): typed for name, typed in other.items()}
        return self._on(self.look("/ask/question/"), until, changed)

    def walk_on(self, until: str = "check") -> Any:
        """Go on from the first screen that is open."""
        return self._on(self.look("/ask/check/"), until, {})

    def _on(self, response: Any, until: str, changed: dict[str, dict[str, Any]]) -> Any:
        while (here := response.request["PATH_INFO"].strip("/").split("/")[-1]) != until:
            response = self.answer(here, **changed.get(here, {}))
            assert not _errors(response), _errors(response)
        return response

    def send(self) -> Any:
        """Press the last button."""
        self.presses += 1
        response = self.client.post("/ask/check/", follow=True)
        self.screens.append(response.request["PATH_INFO"])
        return response


def _errors(response: Any) -> Any:
    form = (response.context or {}).get("form")
    return form.errors if form is not None and form.is_bound else None
