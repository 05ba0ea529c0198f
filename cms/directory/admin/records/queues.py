"""待我审批 and 撤下期限: what waits for whom, over penalties and sanctions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.directory.admin.addresses import page_of
from cms.directory.admin.furniture import DirectoryPage
from cms.directory.admin.permissions import may_see
from cms.directory.admin.records.acting import act_page
from cms.directory.catalogue import RECORDS
from cms.directory.models import DisciplinaryRecord
from cms.directory.policies import awaiting, has_permission
from cms.directory.states import Act

SHOWN = 100
_RELATED = ("institution", "practitioner", "kind", "drafted_by")


def waiting_for(user: Any) -> list[DisciplinaryRecord]:
    """The records that a person may approve, the oldest first."""
    found = [record for model in RECORDS for record in awaiting(user, model).select_related(*_RELATED)[:SHOWN]]
    return sorted(found, key=lambda record: record.updated_at)[:SHOWN]


def waiting_count(user: Any) -> int:
    """How many."""
    return sum(awaiting(user, model).count() for model in RECORDS)


def withdrawals_due(user: Any) -> list[DisciplinaryRecord]:
    """The records that must be withdrawn, the most urgent first."""
    found: list[Any] = []
    for model in RECORDS:
        if may_see(user, model):
            due: QuerySet[Any] = model._default_manager.withdrawals_due()
            found += due.select_related(*_RELATED)[:SHOWN]
    return sorted(found, key=lambda record: record.withdrawal_due_on)[:SHOWN]


def is_late(due: date | None, today: date) -> bool:
    """Whether a day has passed."""
    return due is not None and due < today


class ApprovalsPage(DirectoryPage):
    """待我审批."""

    page_title = _("待我审批")
    header_icon = "check"
    template_name = "directory/admin/approvals.html"

    def may_open(self, user: Any) -> bool:
        """For those who approve."""
        return any(has_permission(user, Act.APPROVE, model) for model in RECORDS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The records, each with its page of approval."""
        rows = [
            {"record": record, "url": page_of(record), "act_url": act_page(record, Act.APPROVE)}
            for record in waiting_for(self.request.user)
        ]
        return super().get_context_data(rows=rows, shown=SHOWN, **kwargs)


class WithdrawalsPage(DirectoryPage):
    """撤下期限."""

    page_title = _("撤下期限")
    header_icon = "calendar-alt"
    template_name = "directory/admin/withdrawals.html"

    def may_open(self, user: Any) -> bool:
        """For those who see records."""
        return any(may_see(user, model) for model in RECORDS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The records, late ones marked."""
        user = self.request.user
        rows = [
            {
                "record": record,
                "url": page_of(record),
                "is_late": is_late(record.withdrawal_due_on, self.today),
                "act_url": act_page(record, Act.WITHDRAW) if has_permission(user, Act.WITHDRAW, type(record)) else "",
            }
            for record in withdrawals_due(user)
        ]
        return super().get_context_data(rows=rows, **kwargs)
