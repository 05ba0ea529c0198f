"""What goes when the personal data of a case are erased."""

from __future__ import annotations

from portal.consultations.models import Consultation
from portal.group_matters.models import MatterChange


def forget_reasons(case: Consultation) -> list[str]:
    """The reasons why it was put into a matter or taken out: people wrote them freely."""
    gone = MatterChange.objects.filter(consultation=case).exclude(salt="").update(reason="", salt="")
    return ["matter_reasons"] if gone else []
