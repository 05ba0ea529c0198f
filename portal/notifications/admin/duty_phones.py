"""设置 → 值班手机: who has given one, masked; an administrator sets or takes away another's and never reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from portal.common.workbench import ENTER
from portal.notifications.contacts import SMS, Contact
from portal.notifications.forms import DutyPhoneForm
from portal.notifications.services.duty_phones import set_duty_phone

CHANGE = "notifications.change_staffcontact"


@never_cache
@require_safe
@permission_required(CHANGE)
def duty_phones(request: HttpRequest) -> HttpResponse:
    """Everybody who may be woken."""
    people = [(person, _masked(person)) for person in _staff().select_related("staff_contact")]
    return TemplateResponse(request, "notifications/admin/duty_phones.html", {"people": people})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CHANGE)
def duty_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one person's; an empty field takes it away."""
    person = get_object_or_404(_staff(), pk=pk)
    form = DutyPhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_duty_phone(person, form.cleaned_data["duty_phone"], by=request.user)
        messages.success(request, _("已保存。"))
        return redirect("duty_phones")
    context = {"person": person, "masked": _masked(person), "form": form}
    return TemplateResponse(request, "notifications/admin/duty_phone.html", context)


def _staff() -> QuerySet[Any]:
    found = get_user_model().objects.with_perm(ENTER, backend="django.contrib.auth.backends.ModelBackend")
    return found.order_by("display_name", "username")


def _masked(person: Any) -> str:
    contact = getattr(person, "staff_contact", None)
    return Contact(SMS, contact.duty_phone).masked if contact is not None and contact.duty_phone else ""
