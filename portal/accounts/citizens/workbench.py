"""核验身份, on the workbench of reviewers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry


def register() -> None:
    """Put it there; called from ``AppConfig.ready``."""
    add_entry("identities", _("核验公众身份"), "identities/", "accounts.review_identity", 56, waiting)


def waiting(user: Any) -> int:
    """How many accounts wait for a person."""
    from portal.accounts.citizens.views.workbench import waiting_profiles

    return waiting_profiles().count()
