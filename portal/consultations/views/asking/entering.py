"""``/workbench/enter/``: staff write down what a caller or a visitor says, read the texts aloud, and hand over the receipt."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.consultations.models.choices import Channel
from portal.consultations.services.intake.drafts import DraftGone, discard_draft, read_draft
from portal.consultations.services.intake.sending import send_at_once
from portal.consultations.views.asking.one_page import content_of, page_context
from portal.consultations.views.asking.receipt import receipt_context
from portal.consultations.views.asking.session import ENTERED, draft_key, forget, remember

ENTER_FOR_OTHERS = "consultations.enter_consultation"
TEMPLATE = "consultations/workbench/enter.html"


class EnteringForm(forms.Form):
    """What only the staff's page asks: how the question came, and that the texts were read aloud."""

    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[(channel.value, channel.label) for channel in (Channel.PHONE, Channel.WINDOW)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    read_aloud = forms.BooleanField(
        label=_("下面的风险提示、服务协议和个人信息处理规则，已经读给咨询人听，勾选的都是本人当场同意的"),
        error_messages={"required": _("请先读给咨询人听，得到本人同意再录入。不同意的，请告诉其他方式。")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER_FOR_OTHERS)
def enter(request: HttpRequest) -> HttpResponseBase:
    """Take a question down; the receipt is printed and handed over."""
    content = content_of(request)
    own = EnteringForm(request.POST if request.method == "POST" else None)
    context = {**page_context(request, content), "own": own}
    context["errors"] = [*(field for field in own if field.errors), *context["errors"]]
    if request.method != "POST" or context["errors"] or context["pauses"]:
        return render(request, TEMPLATE, context)
    try:
        kept = send_at_once(content, channel=own.cleaned_data["channel"], entered_by=request.user)
    except ValidationError as error:
        return render(request, TEMPLATE, {**context, "problem": " ".join(error.messages)})
    remember(request, kept, ENTERED)
    return HttpResponseRedirect(reverse("enter_receipt"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER_FOR_OTHERS)
def receipt(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    """The receipt of what was entered last, to be printed; "handed over" takes the passphrase from the server."""
    try:
        _draft, content = read_draft(draft_key(request, ENTERED))
    except DraftGone:
        return redirect("enter")
    if request.method == "POST":
        discard_draft(draft_key(request, ENTERED))
        forget(request, ENTERED)
        return redirect("enter")
    return render(request, "consultations/workbench/entered.html", receipt_context(content))
