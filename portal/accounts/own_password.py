"""One's own password changed by the old one. Whoever sits at another's open session may guess it no more often than at the
sign-in: tries count there, by account and network."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import PasswordChangeForm as AdminPasswordChangeForm
from wagtail.admin.views.account import BaseSettingsPanel

from portal.common.mixins import Beside


class _Bounded(Beside):
    request: Any
    """Set by whoever makes the form."""

    def clean_old_password(self) -> str:
        """The old password, right and not tried too often."""
        credentials = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(self.request, credentials):
            raise ValidationError(_too_often(self.request), code="too_often")
        try:
            return str(super().clean_old_password())
        except ValidationError:
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            # The form says it in its own words: who typed it is signed in, and stays so.
            self.request.axes_locked_out = False
            raise


def _too_often(request: HttpRequest) -> str:
    pause = get_cool_off(request)
    minutes = max(1, round(pause.total_seconds() / 60)) if pause else 15
    return _("旧密码输错的次数太多，请过%(minutes)d分钟再试。忘记密码的，可以退出后用登记的邮箱重设。") % {
        "minutes": minutes
    }


class OwnPasswordForm(_Bounded, PasswordChangeForm):
    """In the workbench."""


class AdminOwnPasswordForm(_Bounded, AdminPasswordChangeForm):
    """In the admin."""


class OwnPasswordPanel(BaseSettingsPanel):
    """The part of the admin's account page that changes the password, in place of Wagtail's (switched off in the settings)."""

    name, title, order = "password", gettext_lazy("密码"), 500
    form_class = AdminOwnPasswordForm

    def is_active(self) -> bool:
        """For whoever has a password."""
        return bool(self.user.has_usable_password())

    def get_form(self) -> Any:
        """Bound where a new password was typed: the page's other parts are saved without. One form a request, for Wagtail asks
        for it again to show what was wrong, and one guess counts once."""
        if not hasattr(self.request, "own_password_form"):
            form = self.form_class(self.user, self._typed(), prefix=self.name)
            form.request = self.request
            self.request.own_password_form = form
        return self.request.own_password_form

    def _typed(self) -> Any:
        sent = self.request.POST
        return sent if any(sent.get(f"{self.name}-new_password{which}") for which in (1, 2)) else None
