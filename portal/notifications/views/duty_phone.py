"""``/workbench/messages/settings/``: one's own phone for duty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common.workbench import ENTER
from portal.notifications.forms import DutyPhoneForm
from portal.notifications.services.duty_phones import duty_phone_of, set_duty_phone


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER)
def own_duty_phone(request: HttpRequest) -> HttpResponse:
    """Show it, change it, take it away."""
    user: Any = request.user
    form = DutyPhoneForm(request.POST or None, initial={"duty_phone": duty_phone_of(user)})
    if request.method == "POST" and form.is_valid():
        set_duty_phone(user, form.cleaned_data["duty_phone"], by=user)
        messages.success(request, _("已保存。"))
        return redirect("workbench_duty_phone")
    return render(request, "notifications/duty_phone.html", {"form": form})
