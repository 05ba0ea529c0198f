"""How a penalty, a sanction and a withdrawal are shown, on the page of an entry and in the search for records alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cms.directory.catalogue import WithdrawalNote
from cms.directory.models import DisciplinaryRecord
from cms.directory.views.presenting import correction_address, day_words, period_words, rows, web_address


def described_record(record: DisciplinaryRecord) -> dict[str, Any]:
    """One penalty or sanction in full (article 14)."""
    return {
        "anchor": record.anchor,
        "title": _("%(record)s：%(kind)s") % {"record": record._meta.verbose_name, "kind": record.kind.name},
        "rows": rows(
            [
                (_("种类"), record.kind.name),
                (_("决定日期"), day_words(record.decided_on)),
                (_("作出机关或者组织"), record.authority),
                (_("文号"), record.document_number),
                (_("事由"), record.cause),
                (_("依据"), record.kind.legal_basis),
                (_("金额"), _amount(record.amount)),
                (_("停止执业期间"), period_words(record.suspended_from, record.suspended_until)),
                (_("公示期"), period_words(record.display_from, record.display_until)),
                (_("信息来源"), record.source_name, web_address(record.source_url)),
            ]
        ),
        "correction_url": correction_address(record.get_absolute_url()),
    }


def described_note(note: WithdrawalNote) -> list[dict[str, Any]]:
    """All that is told of a record that was withdrawn."""
    return rows([(_("文号"), note.document_number), (_("撤下理由"), note.reason_label)])


def _amount(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return _("%(amount)s元") % {"amount": f"{amount:,.2f}".removesuffix(".00")}
