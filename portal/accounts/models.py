"""People who sign in. Roles are groups; what each may do is sown by ``roles.py``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Anyone with an account: citizens, staff of the portal, residents, experts."""

    display_name = models.CharField(_("称呼"), max_length=80, blank=True)
    is_demo = models.BooleanField(
        _("演示账户"), default=False, editable=False, help_text=_("演示账户的密码是公开的，正式环境中不得存在。")
    )

    class Meta:
        verbose_name = _("账户")
        verbose_name_plural = _("账户")

    def get_full_name(self) -> str:
        """The name shown beside what this person did: Chinese names have no order of first and last to guess."""
        return self.display_name or super().get_full_name() or self.username
