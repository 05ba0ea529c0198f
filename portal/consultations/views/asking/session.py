"""What the session knows of a draft: its key, never anything of what was typed."""

from __future__ import annotations

from django.http import HttpRequest

from portal.common.client_address import client_network
from portal.consultations.models import IntakeDraft
from portal.consultations.services.intake.asking_limits import Sender

DRAFT = "ask_draft"
ENTERED = "entered_draft"
"""The receipt of what staff entered for somebody else."""


def draft_key(request: HttpRequest, name: str = DRAFT) -> str:
    """The key of the session's draft, "" without one."""
    return str(request.session.get(name, ""))


def remember(request: HttpRequest, draft: IntakeDraft, name: str = DRAFT) -> None:
    """Let the session lead back to a draft."""
    request.session[name] = str(draft.pk)


def forget(request: HttpRequest, name: str = DRAFT) -> None:
    """Let it lead nowhere."""
    request.session.pop(name, None)


def sender_of(request: HttpRequest) -> Sender:
    """Who sends, for counting."""
    return Sender(client_network(request), request.session.session_key or "")
