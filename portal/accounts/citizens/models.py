"""A citizen's account beside ``accounts.User``, the codes sent to phones, and what happened to the account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.citizens.states import AccountAct, AccountState, Verification
from portal.common.encryption import EncryptedTextField
from portal.common.identity_documents import DocumentKind, mask_document, mask_name, mask_phone
from portal.common.keyed_hash import LookupDigestField

PHONE = "phone"
DOCUMENT = "document"
"""Realms of the look-up digests; a document's value is ``KIND:NUMBER`` (``document_value``)."""


class CitizenProfile(models.Model):
    """What is known of one citizen. The account has a random name, no usable password and no role, ever.

    Purpose and legal basis of each personal field: ``personal_data.PERSONAL_FIELDS``.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="citizen"
    )
    phone = EncryptedTextField(_("手机号码"), blank=True, default="")
    phone_digest = LookupDigestField(_("手机号码摘要"), kind=PHONE, of="phone", unique=True)
    phone_verified_at = models.DateTimeField(_("最近一次验证手机"), null=True, editable=False)
    real_name = EncryptedTextField(_("姓名"), blank=True, default="")
    document_kind = models.CharField(_("证件种类"), max_length=30, choices=DocumentKind.choices, blank=True)
    document_number = EncryptedTextField(_("证件号码"), blank=True, default="")
    document_digest = LookupDigestField(_("证件号码摘要"), kind=DOCUMENT, of="document_value", db_index=True)
    verification = models.CharField(
        _("核验"), max_length=20, choices=Verification.choices, default=Verification.UNVERIFIED
    )
    verified_by = models.CharField(_("由谁核验"), max_length=40, blank=True)
    verified_at = models.DateTimeField(_("核验时间"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("填写身份信息的时间"), null=True, editable=False)
    account_state = models.CharField(
        _("账户状态"), max_length=20, choices=AccountState.choices, default=AccountState.ACTIVE
    )
    reason = EncryptedTextField(_("未通过核验或者注销的理由"), blank=True, default="")
    keeps_cases_closed = models.BooleanField(
        _("打开每件咨询时都要查询码"),
        default=False,
        help_text=_("与家人共用手机时可以打开：登录以后看不到咨询，每件都凭咨询编号和查询码打开。"),
    )
    created_at = models.DateTimeField(_("开通时间"))

    class Meta:
        verbose_name = _("公众账户")
        verbose_name_plural = _("公众账户")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(account_state__in=AccountState.values), name="citizen_state_known"),
            models.CheckConstraint(
                condition=~Q(verification="verified") | Q(verified_at__isnull=False), name="citizen_verified_when"
            ),
            models.CheckConstraint(
                condition=~Q(account_state="closed") | Q(phone_digest__isnull=True, document_digest__isnull=True),
                name="citizen_closed_is_empty",
            ),
            # Numbers nobody has checked may be typed by anybody: only a checked one shuts out a second.
            models.UniqueConstraint(
                fields=["document_digest"], condition=Q(verification="verified"), name="citizen_document_once"
            ),
        ]
        indexes = [models.Index(fields=["verification", "submitted_at"], name="citizen_waiting")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What the account is called where its number must not be."""
        return self.user.get_username()

    @property
    def document_value(self) -> str:
        """What the document's digest is made of."""
        return document_value(self.document_kind, self.document_number)

    @property
    def masked_phone(self) -> str:
        """138****1234."""
        return mask_phone(self.phone)

    @property
    def masked_name(self) -> str:
        """张**."""
        return mask_name(self.real_name)

    @property
    def masked_document(self) -> str:
        """Its first and last two characters."""
        return mask_document(self.document_number)


def document_value(kind: str, number: str) -> str:
    """What the look-up digest of a document covers; empty where there is no number."""
    return f"{kind}:{number}" if number else ""


class AccountEvent(models.Model):
    """What was done to an account. ``actor`` is None for the holder, the gateway and the clock."""

    profile = models.ForeignKey(CitizenProfile, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(_("操作"), max_length=30, choices=AccountAct.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("账户经过")
        verbose_name_plural = _("账户经过")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.act}"


class Hearing(models.Model):
    """An account that seems to rest on false data: what is held against it, what its holder says, what was decided.

    Nobody decides on what they proposed.
    """

    profile = models.ForeignKey(CitizenProfile, on_delete=models.PROTECT, related_name="hearings")
    reason = EncryptedTextField(_("理由"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    answer_until = models.DateTimeField(_("说明截止"))
    statement = EncryptedTextField(_("本人的说明"), blank=True, default="")
    heard_at = models.DateTimeField(_("说明时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("决定人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    outcome = models.CharField(
        _("结果"),
        max_length=20,
        blank=True,
        choices=[(act.value, act.label) for act in (AccountAct.KEPT, AccountAct.CANCELLED, AccountAct.CLOSED)],
    )
    decision = EncryptedTextField(_("决定的理由"), blank=True, default="")

    class Meta:
        verbose_name = _("听取说明")
        verbose_name_plural = _("听取说明")
        default_permissions = ()
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=Q(outcome=""), name="one_open_hearing"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="hearing_another_decides"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="cancelled") | Q(decided_by__isnull=False), name="hearing_cancelled_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.outcome}"


class CodePurpose(models.TextChoices):
    """What a code is typed for; a code for one thing is good for nothing else."""

    SIGN_IN = "sign_in", _("登录")
    CONFIRM = "confirm", _("确认是本人")
    NEW_PHONE = "new_phone", _("验证新号码")


class PhoneCode(models.Model):
    """Six digits sent to a phone; only their keyed digest is kept, and the number lies encrypted."""

    purpose = models.CharField(_("用途"), max_length=20, choices=CodePurpose.choices)
    phone = EncryptedTextField(_("手机号码"))
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(_("摘要"), max_length=64, editable=False)
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    created_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("有效期至"), db_index=True)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("手机验证码")
        verbose_name_plural = _("手机验证码")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class UseCount(models.Model):
    """How often something was done within one window of time: holds for every process alike. ``key`` is a keyed digest
    of a number or a network, or a row's number."""

    bound = models.CharField(max_length=30)
    key = models.CharField(max_length=64, blank=True)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("使用次数")
        verbose_name_plural = _("使用次数")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["bound", "key", "window"], name="use_counted_once")]

    def __str__(self) -> str:
        return f"{self.bound} {self.count}"
