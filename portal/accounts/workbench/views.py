"""The landing page and one's own password. The middleware by path has seen to the door and the second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import staff_page
from portal.accounts.own_password import OwnPasswordForm
from portal.common.workbench import ENTER, entries_for, group_of


@never_cache
@staff_page(ENTER)
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this person may open, with what waits there."""
    groups: dict[str, list[dict[str, Any]]] = {}
    waiting = 0
    for entry in entries_for(request.user):
        count = entry.waiting(request.user) if entry.waiting else 0
        note = str(entry.counted) % {"count": count} if count else ""
        groups.setdefault(group_of(entry), []).append({"title": entry.label, "url": entry.url, "note": note})
        waiting += count
    context = {
        "groups": groups.items(),
        "waits": waiting > 0,
        "roles": list(request.user.groups.values_list("name", flat=True)),
        "is_password_changed": "password" in request.GET,
        "opens_admin": request.user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "accounts/workbench/landing.html", context)


@method_decorator([never_cache, staff_page(ENTER)], name="dispatch")
class OwnPasswordView(LoginRequiredMixin, PasswordChangeView):
    """A new password for oneself, by the old one. All other sessions end."""

    form_class = OwnPasswordForm
    template_name = "accounts/workbench/password.html"
    success_url = reverse_lazy("workbench")

    def get_form(self, form_class: Any = None) -> Any:
        """Django's form, which asks for no focus: the error summary comes first."""
        form: Any = super().get_form(form_class)
        form.request = self.request
        for field in form.fields.values():
            field.widget.attrs.pop("autofocus", None)
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, and say so on the landing page."""
        answer = super().form_valid(form)
        answer["Location"] = f"{answer['Location']}?password=changed"
        return answer
