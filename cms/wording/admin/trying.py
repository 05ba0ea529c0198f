"""试一试: a text pasted in, its words marked. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.wording.checking import check
from cms.wording.excerpts import excerpt, marked
from cms.wording.rules import active_rules

LONGEST_TEXT = 100_000
SCOPES = (("pages", gettext_lazy("网页内容")), ("answers", gettext_lazy("咨询答复")))


class TryForm(forms.Form):
    """The text, and by which rules."""

    text = forms.CharField(
        label=gettext_lazy("要检查的文字"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("粘贴一段文字。这里只检查，不保存。"),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("按哪些规则"), choices=SCOPES, initial="pages", widget=forms.RadioSelect
    )


class TryView(WagtailAdminTemplateMixin, FormView):
    """The box and what was found."""

    template_name = "wording/admin/try.html"
    form_class = TryForm
    page_title = gettext_lazy("试一试用语规则")
    header_icon = "clipboard-list"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may read the rules."""
        if not request.user.has_perm("wording.view_wordingrule"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the rules, here."""
        rules = {"url": reverse("wagtailsnippets_wording_wordingrule:list"), "label": _("用语规则")}
        return [*super().get_breadcrumbs_items(), rules, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: TryForm) -> HttpResponse:
        """Show the findings above the box, which keeps its text."""
        text = form.cleaned_data["text"]
        findings = check(text, active_rules(form.cleaned_data["scope"]))
        shown = [{"finding": finding, "segments": excerpt(text, finding)} for finding in findings]
        context = self.get_context_data(form=form, checked=True, findings=shown, segments=marked(text, findings))
        return self.render_to_response(context)
