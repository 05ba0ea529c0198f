"""What is left of a complaint that was purged: codes and months, as figures count them. Nothing that names anybody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.complaints.choices import About, Cause, Outcome


class PurgedComplaint(models.Model):
    """A complaint that is gone, by its last result. No key, no number and no day leads back to it."""

    filed_month = models.DateField(_("提出月份"), help_text=_("当月一日。"))
    decided_month = models.DateField(_("有结果的月份"), null=True, blank=True)
    about = models.CharField(_("投诉什么"), max_length=12, choices=About)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True)
    cause = models.CharField(_("原因"), max_length=20, choices=Cause, blank=True)
    was_late = models.BooleanField(_("超过时限"), default=False)
    staff_code = models.CharField(_("统一编号"), max_length=7, blank=True)
    institution_id = models.BigIntegerField(_("机构"), null=True, blank=True)
    topic = models.CharField(_("专题代码"), max_length=60, blank=True)
    channel = models.CharField(_("渠道"), max_length=10, blank=True)
    more = models.JSONField(default=dict, help_text=_("各室登记的数字和代码。"))

    class Meta:
        verbose_name = _("已清理的投诉")
        verbose_name_plural = _("已清理的投诉")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["decided_month"], name="purged_complaint_decided"),
            models.Index(fields=["filed_month"], name="purged_complaint_filed"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.filed_month:%Y-%m}"
