"""The findings in a page's form, above its fields."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.wording.admin.settling import CONFIRMED, OVERRIDDEN, REASON, typed
from cms.wording.page_check import PageFinding, check_page
from cms.wording.services.clearing import OVERRIDE


class WordingPanel(Panel):
    """用语检查: of the draft as it was saved, or of what was just sent and did not go out."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one page."""

        template_name = "wording/admin/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The findings, and what of them is still open."""
            context = super().get_context_data(parent_context)
            asked = getattr(self.form, "wording", None)
            findings = asked.findings if asked else check_page(self.instance) if self.instance.pk else []
            data = self.form.data if self.form is not None and self.form.is_bound else {}
            context.update(findings_context(findings, self.instance, self.request.user))
            context.update(
                **typed(data),
                asked=asked is not None,
                findings_url=reverse("wording_page_findings", args=[self.instance.pk]) if self.instance.pk else "",
            )
            return context

        def is_shown(self) -> bool:
            """A page that is only being written has no findings until it is sent."""
            return bool(self.instance.pk) or getattr(self.form, "wording", None) is not None


def findings_context(findings: list[PageFinding], page: Page, user: Any) -> dict[str, Any]:
    """What the list of findings shows, with its tick and its reason."""
    open_rows = [row for row in findings if row.is_open]
    blocks = [row for row in open_rows if row.blocks]
    warnings = [row for row in open_rows if not row.blocks]
    return {
        "findings": findings,
        "blocks": blocks,
        "warnings": warnings,
        "may_override": user.has_perm(OVERRIDE),
        "page_url": reverse("wording_page", args=[page.pk]) if page.pk else "",
        "block_digests": " ".join(dict.fromkeys(row.digest for row in blocks)),
        "warning_digests": " ".join(dict.fromkeys(row.digest for row in warnings)),
        "names": {"confirmed": CONFIRMED, "overridden": OVERRIDDEN, "reason": REASON},
    }
