"""Who asks, and whether the installation's way of asking (article 6) still needs something of them before sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.citizens.asking import Need, need_of
from portal.accounts.citizens.sessions import citizen_of
from portal.consultations.models import ConsultationSettings


@dataclass(frozen=True, slots=True)
class Asker:
    """``citizen`` is the account the case will belong to, None without one; ``next_url`` leads to what is still needed, and
    back."""

    citizen: Any
    needs: Need = Need.NOTHING
    next_url: str = ""

    @property
    def may_send(self) -> bool:
        """Whether nothing is missing."""
        return self.needs is Need.NOTHING


def asker_of(request: HttpRequest, rules: ConsultationSettings, path: str = "/ask/check/") -> Asker:
    """Who asks now; ``path`` is where they come back to. Staff who ask for themselves need a citizen's account like anybody."""
    profile = citizen_of(request)
    needs = need_of(rules.asking_mode, profile)
    leads = {
        Need.SIGN_IN: f"{reverse('citizen_sign_in')}?{urlencode({'next': path})}",
        Need.REAL_NAME: f"{reverse('citizen_identity')}?{urlencode({'next': path})}",
        Need.REVIEW: reverse("ask_without"),
    }
    return Asker(profile.user if profile is not None else None, needs, leads.get(needs, ""))
