"""The texts that are put before a citizen, each in versions, and what was agreed to (articles 18, 34, 35, 37)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VersionedText(models.Model):
    """A text with a version and the day it begins to hold. A version that holds is never changed: a new one is written."""

    version = models.CharField(_("版本"), max_length=20, unique=True, help_text=_("例如：2026-01。"))
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("正文"), help_text=_("空一行就是另起一段。以“一、”开头的一行是小标题。"))
    effective_on = models.DateField(_("生效日期"), help_text=_("从这一天起，咨询人看到的是这一版。"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"


class RiskNotice(VersionedText):
    """风险提示 (article 18, with its proviso)."""

    class Meta(VersionedText.Meta):
        verbose_name = _("风险提示")
        verbose_name_plural = _("风险提示")


class ServiceAgreement(VersionedText):
    """服务协议, with the disclaimer (articles 34, 35)."""

    class Meta(VersionedText.Meta):
        verbose_name = _("服务协议")
        verbose_name_plural = _("服务协议")


class PrivacyRules(VersionedText):
    """个人信息处理规则."""

    class Meta(VersionedText.Meta):
        verbose_name = _("个人信息处理规则")
        verbose_name_plural = _("个人信息处理规则")


class ServiceRules(VersionedText):
    """网上服务规范: the rules in force (article 37)."""

    class Meta(VersionedText.Meta):
        verbose_name = _("服务规范")
        verbose_name_plural = _("服务规范")


class AgreementConsent(models.Model):
    """What the citizen saw and agreed to before one consultation: no row, no consultation."""

    consultation = models.OneToOneField(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="consent", verbose_name=_("咨询")
    )
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    risk_notice = models.ForeignKey(RiskNotice, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(ServiceAgreement, on_delete=models.PROTECT, related_name="+")
    privacy_rules = models.ForeignKey(PrivacyRules, on_delete=models.PROTECT, related_name="+")
    purposes = models.JSONField(
        _("同意的处理目的"), default=list, help_text=_("每一目的单独同意，见 portal/consultations/purposes.py。")
    )
    risk_notice_at = models.DateTimeField(_("确认风险提示的时间"))
    agreed_at = models.DateTimeField(_("同意的时间"))

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints = [
            models.CheckConstraint(condition=Q(agreed_at__gte=models.F("risk_notice_at")), name="consent_after_notice")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}"
