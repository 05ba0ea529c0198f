"""People who sign in. Roles are groups; what each may do is sown by ``roles.py``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # managers of packages without types
    """Anyone with an account: citizens, staff of the portal, residents, experts."""

    display_name = models.CharField(_("称呼"), max_length=80, blank=True)
    is_demo = models.BooleanField(
        _("演示账户"), default=False, editable=False, help_text=_("演示账户的密码是公开的，正式环境中不得存在。")
    )

    institution = models.ForeignKey(
        "directory.Institution",
        verbose_name=_("所属机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
        help_text=_("机构信息员、驻场机构后台填写：只能看到和办理本机构的事项。"),
    )
    session_stamp = models.PositiveIntegerField(
        editable=False, default=0, help_text=_("每次变更角色加一，此前的登录随之失效。")
    )

    class Meta:
        verbose_name = _("账户")
        verbose_name_plural = _("账户")
        permissions = [
            ("enter_workbench", _("进入工作台")),
            ("review_identity", _("核验公众的身份信息，处理信息不实的账户")),
        ]

    def get_full_name(self) -> str:
        """The name shown beside what this person did: Chinese names have no order of first and last to guess."""
        return self.display_name or super().get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: besides the password, the roles it was begun with (Django's own hook for both
        ``get_session_auth_hash`` and its fallback keys)."""
        return salted_hmac(
            "portal.accounts.models.User",
            f"{self.password}:{self.session_stamp}:{self.is_superuser:d}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


# Django looks for an app's models here.
from portal.accounts.citizens.models import (  # noqa: E402 - they name the account above
    AccountEvent,
    CitizenProfile,
    Hearing,
    PhoneCode,
    UseCount,
)
from portal.accounts.second_factor.models import Authenticator, RecoveryCode  # noqa: E402 - they name the account above

__all__ = [
    "AccountEvent",
    "Authenticator",
    "CitizenProfile",
    "Hearing",
    "PhoneCode",
    "RecoveryCode",
    "UseCount",
    "User",
]
