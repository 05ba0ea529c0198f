"""The form of a checked page: what goes out is checked first, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.wording.admin.settling import Settled, settle
from cms.wording.page_check import PageFinding, check_page
from cms.wording.services.clearing import OVERRIDE

GOING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


class WordingCheckedForm(WagtailAdminPageForm):
    """Valid for publishing or review when every block is gone or overridden and every warning is confirmed."""

    wording: Settled | None = None

    def is_valid(self) -> bool:
        """Check the words of a form that is otherwise right; once."""
        valid: bool = super().is_valid()
        if not valid or not self.goes_out or self.wording is not None:
            return valid and (self.wording is None or not self.wording.unsettled)
        self.wording = self._ask()
        for problem in self.wording.problems:
            self.add_error(None, problem)
        if self.wording.unsettled:
            self.add_error(None, self._told(self.wording.unsettled))
        return super().is_valid()

    @property
    def goes_out(self) -> bool:
        """Whether the form is sent to be published, reviewed or approved; a draft is saved whatever it says."""
        data = self.data
        approves = bool(data.get("action-workflow-action")) and data.get("workflow-action-name") == "approve"
        return approves or any(data.get(action) for action in GOING_OUT)

    def save(self, commit: bool = True) -> Any:
        """Save the page with what was cleared; a page without a key yet takes it along to its first save."""
        page = super().save(commit=commit)
        if self.wording is not None:
            if page.pk:
                self.wording.record(page, self.for_user)
            else:
                page.pending_clearances = tuple(
                    (tuple(rows), self.for_user, reason) for rows, reason in self.wording.acts
                )
        return page

    def _ask(self) -> Settled:
        children = {
            name: [form.instance for form in formset.forms if _stays(formset, form)]
            for name, formset in self.formsets.items()
        }
        return settle(check_page(self.instance, children), self.data, self.for_user)

    def _told(self, unsettled: list[PageFinding]) -> str:
        blocks = sum(row.blocks for row in unsettled)
        if not blocks:
            return _("还没有发出：有 %(count)d 处用语请核对。核对后勾选“已核对，仍要发布”，再发一次。") % {
                "count": len(unsettled)
            }
        if self.for_user is not None and self.for_user.has_perm(OVERRIDE):
            return _("还没有发出：有 %(count)d 处用语必须修改。请改掉，或者写明理由放行，再发一次。") % {
                "count": blocks
            }
        return _("还没有发出：有 %(count)d 处用语必须修改。确属正当的用法，请保存草稿，由审核编辑写明理由放行。") % {
            "count": blocks
        }


def _stays(formset: Any, form: Any) -> bool:
    """Whether a row of a child form will be there after saving."""
    return bool(form.instance.pk or form.has_changed()) and not formset._should_delete_form(form)
