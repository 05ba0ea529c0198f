"""What rules suggest and what people decide (articles 28 to 31)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField, is_written
from portal.consultations.models.choices import RefusalReason


class Authority(models.Model):
    """Where to turn instead (article 28): an authority with its contacts and the words that point to it."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    matters = models.TextField(_("管什么"), help_text=_("一两句话，咨询人会看到。"))
    hints = models.TextField(_("提示词"), blank=True, help_text=_("每行一个；问题里出现时，建议转告这个机关。"))
    telephone = models.CharField(_("电话"), max_length=100)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    website = models.URLField(_("网站"), max_length=300, blank=True)
    opening_hours = models.CharField(_("办公时间"), max_length=120, blank=True)
    is_active = models.BooleanField(_("使用"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("有关机关")
        verbose_name_plural = _("有关机关")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class ScreeningFlag(models.Model):
    """One suggestion of one rule, with the words that led to it. Refuses nothing."""

    class Verdict(models.TextChoices):
        """What a moderator thought of it."""

        OPEN = "", _("未核对")
        AGREED = "agreed", _("同意")
        DISAGREED = "disagreed", _("不同意")

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE, related_name="flags")
    rule = models.CharField(_("规则"), max_length=40)
    words = EncryptedTextField(_("依据的文字"), default="[]")
    explanation = models.CharField(_("说明"), max_length=300)
    authority = models.ForeignKey(Authority, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    other = models.ForeignKey(
        "consultations.Consultation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default=Verdict.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("审核提示")
        verbose_name_plural = _("审核提示")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "rule", "other"], name="flag_once_with_another"),
            models.UniqueConstraint(
                fields=["consultation", "rule"], condition=Q(other__isnull=True), name="flag_once_alone"
            ),
        ]
        indexes = [models.Index(fields=["rule", "verdict"], name="flag_tally")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.rule}"


class TextFingerprint(models.Model):
    """A keyed band of a question's shingles: finds candidates for "the same question" without keeping its words."""

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="fingerprints"
    )
    band = models.CharField(max_length=32, db_index=True)

    class Meta:
        verbose_name = _("文本指纹")
        verbose_name_plural = _("文本指纹")
        default_permissions = ()

    def __str__(self) -> str:
        return self.band


class RefusalProposal(models.Model):
    """A resident proposes that a case be refused or forwarded; a moderator confirms or gives it back."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="proposals")
    staff = models.ForeignKey("consultations.ResidentStaff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=20, choices=RefusalReason)
    authority = models.ForeignKey(Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = EncryptedTextField(_("说明"), blank=True, default="")
    at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("不予解答的建议")
        verbose_name_plural = _("不予解答的建议")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.reason}"


class Refusal(models.Model):
    """不予解答: which article, why in plain words, where to go instead. Decided by a person."""

    consultation = models.OneToOneField("consultations.Consultation", on_delete=models.PROTECT, related_name="refusal")
    reason = models.CharField(_("理由"), max_length=20, choices=RefusalReason)
    explanation = EncryptedTextField(_("用大白话说明为什么"))
    salt = models.CharField(max_length=32, editable=False)
    authority = models.ForeignKey(
        Authority, verbose_name=_("可以找谁"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instead = EncryptedTextField(_("还可以怎么办"))
    proposal = models.OneToOneField(RefusalProposal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    lifted_at = models.DateTimeField(_("复核后改为受理的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("不予解答")
        verbose_name_plural = _("不予解答")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="out_of_scope") | Q(authority__isnull=False), name="out_of_scope_names_an_authority"
            ),
            models.CheckConstraint(condition=Q(is_written("instead")), name="refusal_says_where_to_go"),
        ]
        indexes = [models.Index(fields=["decided_at"], name="refusal_by_time")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.reason}"


class RefusalAppeal(models.Model):
    """The one request for a second look; another person decides it."""

    refusal = models.OneToOneField(Refusal, on_delete=models.PROTECT, related_name="appeal")
    text = EncryptedTextField(_("为什么希望再看一次"))
    salt = models.CharField(max_length=32, editable=False)
    filed_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    explanation = EncryptedTextField(_("复核说明"), blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("复核申请")
        verbose_name_plural = _("复核申请")
        default_permissions = ()
        indexes = [models.Index(fields=["filed_at"], name="appeal_by_time")]

    def __str__(self) -> str:
        return f"{self.refusal_id}"


class DangerReport(models.Model):
    """A report to the authorities about a case with signs of danger: a recorded act."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="reports")
    told = models.CharField(_("向谁报告"), max_length=100)
    note = EncryptedTextField(_("内容"))
    salt = models.CharField(max_length=32, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("危险报告")
        verbose_name_plural = _("危险报告")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.consultation_id}"


class MinorOpening(models.Model):
    """Leave for one person to open the case of somebody under 14: approved by assignment."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("未成年人咨询的查阅许可")
        verbose_name_plural = _("未成年人咨询的查阅许可")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consultation", "user"], name="minor_opening_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.user_id}"


class ErasureRequest(models.Model):
    """A request that personal data be erased (个人信息保护法 47), and what was done."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="erasures")
    text = EncryptedTextField(_("说明"), blank=True, default="")
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_granted = models.BooleanField(null=True, editable=False)
    outcome = EncryptedTextField(_("处理结果和保留其余内容的理由"), blank=True, default="")

    class Meta:
        verbose_name = _("删除请求")
        verbose_name_plural = _("删除请求")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(decided_at__isnull=True), name="one_erasure_request_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}"
