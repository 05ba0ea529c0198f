"""How staff are reached when something cannot wait."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class StaffContact(models.Model):
    """The phone on which somebody is woken. Whoever gave none gets mail alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账户"), on_delete=models.CASCADE, related_name="staff_contact"
    )
    duty_phone = EncryptedTextField(_("值班手机"), blank=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("值班联系方式")
        verbose_name_plural = _("值班联系方式")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return str(self.user)
