"""What a holder takes away of their own account (个人信息保护法 45)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.accounts.citizens.models import CitizenProfile
from portal.common.audit.models import Act
from portal.common.audit.record import record


@transaction.atomic
def own_data(profile: CitizenProfile) -> dict[str, Any]:
    """Everything the account holds, in words and plain values, times in UTC (ISO 8601). Kept in the log without content."""
    record(Act.EXPORTED, actor=profile.user, subject=profile)
    return {
        "account": profile.code,
        "created_at": profile.created_at.isoformat(),
        "state": profile.get_account_state_display(),
        "phone": profile.phone,
        "phone_verified_at": _iso(profile.phone_verified_at),
        "real_name": profile.real_name,
        "document_kind": profile.get_document_kind_display(),
        "document_number": profile.document_number,
        "verification": profile.get_verification_display(),
        "verified_at": _iso(profile.verified_at),
        "last_sign_in": _iso(profile.user.last_login),
        "keeps_cases_closed": profile.keeps_cases_closed,
        "hearings": [
            {
                "reason": hearing.reason,
                "proposed_at": hearing.proposed_at.isoformat(),
                "statement": hearing.statement,
                "outcome": hearing.get_outcome_display(),
                "decision": hearing.decision,
            }
            for hearing in profile.hearings.all()
        ],
        "events": [{"at": event.at.isoformat(), "what": event.get_act_display()} for event in profile.events.all()],
    }


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment else ""
