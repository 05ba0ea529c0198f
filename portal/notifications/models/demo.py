"""What the demo would have sent. Written by the demo's gateways alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class DemoMessage(models.Model):
    """An SMS or a mail, as it would have left."""

    kind = models.CharField(_("方式"), max_length=4)
    address = EncryptedTextField(_("地址"))
    subject = EncryptedTextField(_("标题"), blank=True)
    text = EncryptedTextField(_("内容"))
    idempotency_key = models.CharField(_("去重编号"), max_length=200, unique=True)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("演示消息")
        verbose_name_plural = _("演示消息")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
