"""One text to one address: whether it left, how often that was tried, and what stood in the way."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField
from portal.notifications.contacts import MAIL, SMS, Contact, Kind
from portal.notifications.quiet_hours import QuietHours


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("被拒绝")
    DEAD = "dead", _("多次未成功，已放弃")
    EXPIRED = "expired", _("已过时，未发出")


def written(params: Mapping[str, str]) -> str:
    """Parameters of a text as a delivery keeps them."""
    return json.dumps(dict(params), ensure_ascii=False) if params else ""


UNDELIVERED = (DeliveryState.FAILED, DeliveryState.DEAD, DeliveryState.EXPIRED)


class Delivery(models.Model):
    """What is to be told, to whom, from when to when. ``key`` names the occasion: told once, whatever repeats.

    Address and parameters lie encrypted; both are emptied when nobody needs them any more (``services.forgetting``).
    """

    kind = models.CharField(_("方式"), max_length=4, choices=[(SMS, _("短信")), (MAIL, _("电子邮件"))])
    address = EncryptedTextField(_("地址"), blank=True)
    text_code = models.CharField(_("文本"), max_length=60)
    params = EncryptedTextField(_("填入的内容"), blank=True)
    key = models.CharField(_("事由编号"), max_length=200, unique=True)
    idempotency_key = models.UUIDField(_("去重编号"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField(_("最早发送时间"))
    expires_at = models.DateTimeField(_("过时时间"), null=True)
    quiet_begins = models.TimeField(_("免打扰开始"), null=True)
    quiet_ends = models.TimeField(_("免打扰结束"), null=True)
    last_error = models.CharField(_("最近错误"), max_length=100, blank=True)
    provider_id = models.CharField(_("服务商编号"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    forgotten_at = models.DateTimeField(_("联系方式删除时间"), null=True)

    class Meta:
        verbose_name = _("对外通知")
        verbose_name_plural = _("对外通知")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("resend_delivery", _("重新发送对外通知"))]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_when"),
        ]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="delivery_by_state"),
            models.Index(fields=["created_at"], name="delivery_to_forget", condition=Q(forgotten_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_code}"

    @property
    def masked(self) -> str:
        """The address as far as somebody who reads lists may see it; "" once it was forgotten."""
        return Contact(cast(Kind, self.kind), self.address).masked if self.address else ""

    @property
    def quiet_hours(self) -> QuietHours | None:
        """When this person must not be disturbed with it; None: it goes at any hour."""
        if self.quiet_begins is None or self.quiet_ends is None:
            return None
        return QuietHours(self.quiet_begins, self.quiet_ends)

    def read_params(self) -> dict[str, str]:
        """What is put into the text; empty once a secret was forgotten."""
        return json.loads(self.params) if self.params else {}
