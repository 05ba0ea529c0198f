"""The phone's secret, encrypted, and recovery codes: shown once, kept as a digest."""

from __future__ import annotations

import time
from binascii import unhexlify

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.util import random_hex

from portal.common.encryption import EncryptedTextField

SECRET_BYTES = 20


def new_key() -> str:
    """A new secret, in hexadecimal digits."""
    return random_hex(SECRET_BYTES)


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """An authenticator app on somebody's phone (RFC 6238). django-otp's own device keeps the secret in clear; this one is
    the same for django-otp, with the secret encrypted."""

    key = EncryptedTextField(_("密钥"), default=new_key, editable=False)
    last_t = models.BigIntegerField(default=-1, editable=False)
    """The time step of the code that was used last: no code is good twice."""

    step, t0, digits = 30, 0, 6
    TOLERANCE = 1
    """Steps that a phone's clock may be ahead or behind."""

    class Meta(Device.Meta):
        verbose_name = _("身份验证器")
        verbose_name_plural = _("身份验证器")
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """The secret as bytes."""
        return unhexlify(self.key.encode())

    def verify_token(self, token: str) -> bool:
        """Whether six digits are the code of now (or of half a minute before or after), for the first time."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = TOTP(self.bin_key, self.step, self.t0, self.digits)
        totp.time = time.time()
        if not (token.isascii() and token.isdecimal() and totp.verify(int(token), self.TOLERANCE, self.last_t + 1)):
            self.throttle_increment()
            return False
        self.last_t = totp.t()
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """Seconds of the first wait; it doubles with each wrong code."""
        return 1


class RecoveryCode(models.Model):
    """One code that stands for the phone once. 80 random bits, so that a plain keyed digest is enough."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name=_("账户")
    )
    digest = models.CharField(_("摘要"), max_length=64)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("恢复码")
        verbose_name_plural = _("恢复码")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.pk)
