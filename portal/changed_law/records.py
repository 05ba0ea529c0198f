"""What the record says of second looks: words of the acts, and texts that it holds digests of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.changed_law.models import Because, Outcome
from portal.changed_law.services import deciding, marking
from portal.consultations.record_words import Said, register_acts
from portal.consultations.records.claims import Kept, TextKind, plain_text, register_text_kind
from portal.consultations.services.case.recording import salted_digest

WITH_A_NOTE = (Outcome.UNAFFECTED, Outcome.TOLD)


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_acts(
        {
            marking.DOUBT: Said(_("有新的进展"), staff=_("提出答复可能有误")),
            deciding.SECOND_LOOK: Said(_("有新的进展"), staff=_("复查答复：不影响")),
            deciding.LAW_NOTE: Said(_("就法律变动作了说明"), _("就答复所依据的法律变动，向您作了说明")),
        }
    )
    register_text_kind(
        TextKind(
            "doubt",
            "reason",
            lambda case: case.second_looks.filter(because=Because.DOUBT),
            plain_text("reason"),
        )
    )
    register_text_kind(
        TextKind("second_look", "note", lambda case: case.second_looks.filter(outcome__in=WITH_A_NOTE), _note)
    )


def _note(row: Any) -> Kept:
    return Kept(not row.note_salt, salted_digest(row.note_salt, row.note))
