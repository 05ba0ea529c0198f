"""What this room keeps: words of questions from a public list, counted once their cases are gone; remarks of reports,
commendations, open data as published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class IssueTerm(models.Model):
    """A word of the public list that a question holds. Derived when it was screened, goes with it; nothing else of the
    question's text is kept in clear."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE, related_name="issue_terms")
    term = models.CharField(_("词"), max_length=20)
    asked_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("咨询中的公开词")
        verbose_name_plural = _("咨询中的公开词")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consultation", "term"], name="issue_term_once")]
        indexes = [models.Index(fields=["asked_at", "term"], name="issue_term_by_time")]

    def __str__(self) -> str:
        return self.term


class LeftWord(models.Model):
    """What is left of the words of purged questions and of the articles that their answers cited: how many, by month and by what
    figures are filtered by. Counted and apart from ``PurgedCase``, so that nobody who knows a number finds what a question
    spoke of."""

    source = models.CharField(max_length=10, choices=[("terms", _("问题里的词")), ("citations", _("答复引用的条文"))])
    month = models.DateField(_("月份"), help_text=_("这个月的第一天。"))
    word = models.CharField(max_length=200)
    topic = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10)
    institution_id = models.BigIntegerField(default=0, help_text=_("0：没有办理人。"))
    code = models.CharField(max_length=8, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("已清理的咨询留下的词")
        verbose_name_plural = _("已清理的咨询留下的词")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source", "month", "word", "topic", "district", "channel", "institution_id", "code"],
                name="left_word_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.word}"


class ReportRemark(models.Model):
    """What an editor adds to the report of a month. Each saving is a version; the latest is printed."""

    month = models.DateField(_("月份"), help_text=_("这个月的第一天。"))
    version = models.PositiveIntegerField(_("版本"))
    text = EncryptedTextField(_("补充说明"), blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("月报补充说明")
        verbose_name_plural = _("月报补充说明")
        default_permissions = ()
        ordering = ["month", "version"]
        permissions = [
            ("view_figures", _("查看运行数据")),
            ("report_figures", _("编写月报、公布开放数据")),
            ("commend", _("决定表扬")),
        ]
        constraints = [models.UniqueConstraint(fields=["month", "version"], name="remark_version_once")]

    def __str__(self) -> str:
        return f"{self.month} {self.version}"


class Commendation(models.Model):
    """A decision on a proposal (article 9): a resident by code or an institution by name, for a quarter, by one rule.

    ``value`` and ``cases`` are the figure at the decision; neither is published.
    """

    rule = models.CharField(_("标准"), max_length=30)
    first_day = models.DateField(_("从哪一天"))
    last_day = models.DateField(_("到哪一天"))
    staff_code = models.ForeignKey(
        "consultations.StaffCode", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resident_institution = models.ForeignKey(
        "consultations.ResidentInstitution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    value = models.FloatField(_("数值"))
    cases = models.PositiveIntegerField(_("件数"))
    is_granted = models.BooleanField(_("予以表扬"))
    note = EncryptedTextField(_("说明"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = EncryptedTextField(_("撤回的原因"), blank=True, default="")
    hidden_from = models.DateField(_("从哪一天起不再公布"), null=True, blank=True)

    class Meta:
        verbose_name = _("表扬")
        verbose_name_plural = _("表扬")
        default_permissions = ()
        ordering = ["-first_day", "rule", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff_code__isnull=False, resident_institution__isnull=True)
                | Q(staff_code__isnull=True, resident_institution__isnull=False),
                name="commendation_of_one",
            ),
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="commendation_of_a_time"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, hidden_from__isnull=True)
                | Q(withdrawn_at__isnull=False, hidden_from__isnull=False, is_granted=True),
                name="commendation_withdrawn_when_given",
            ),
            models.UniqueConstraint(
                fields=["rule", "first_day", "staff_code"],
                condition=Q(staff_code__isnull=False),
                name="commendation_of_resident_once",
            ),
            models.UniqueConstraint(
                fields=["rule", "first_day", "resident_institution"],
                condition=Q(resident_institution__isnull=False),
                name="commendation_of_institution_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.first_day}"


class OpenDataMonth(models.Model):
    """The open data of a month as they were published. Never computed anew: two versions side by side would tell what
    small numbers hide."""

    month = models.DateField(_("月份"), unique=True, help_text=_("这个月的第一天。"))
    rows = models.JSONField(_("数据"), default=list)
    made_at = models.DateTimeField(_("公布时间"))

    class Meta:
        verbose_name = _("开放数据")
        verbose_name_plural = _("开放数据")
        default_permissions = ()
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
