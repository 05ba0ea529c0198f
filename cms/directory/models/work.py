"""Rows of the clerk's work: what citizens report, what is to be told to the one concerned, what was imported."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.directory.models.entries import Institution, Practitioner
from cms.directory.models.enums import NoticeEvent, ReportState
from cms.directory.models.history import history


class ErrorReport(models.Model):
    """A citizen says that something on a page is wrong (纠错): any page, and the entry it is about if it is one of the
    directory's. No name and no contact is asked: the receipt code shows the answer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("机构"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="error_reports",
    )
    practitioner = models.ForeignKey(
        Practitioner,
        verbose_name=_("人员"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="error_reports",
    )
    page_path = models.CharField(_("页面"), max_length=300)
    text = models.TextField(_("哪里有错"), max_length=1000)
    suggestion = models.TextField(_("正确的信息"), max_length=1000, blank=True)
    evidence_url = models.URLField(_("依据的网址"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    answer_due_on = models.DateField(_("最迟答复日期"), db_index=True)
    state = models.CharField(_("状态"), max_length=20, choices=ReportState.choices, default=ReportState.OPEN)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    history = history()

    class Meta:
        verbose_name = _("纠错")
        verbose_name_plural = _("纠错")
        ordering = ["answer_due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | Q(practitioner__isnull=True), name="errorreport_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, answered_at__isnull=True)
                | (
                    Q(state__in=[ReportState.ANSWERED, ReportState.REJECTED], answered_at__isnull=False)
                    & Q(answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="errorreport_closed_with_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_path} {self.received_at:%Y-%m-%d}"


class DirectoryNotice(models.Model):
    """A letter to the one concerned by a record, for the clerk to print and send. One for each event of a record."""

    event = models.CharField(_("事项"), max_length=40, choices=NoticeEvent.choices)
    record_key = models.CharField(max_length=80, editable=False)
    institution = models.ForeignKey(
        Institution, verbose_name=_("机构"), null=True, on_delete=models.PROTECT, related_name="notices"
    )
    practitioner = models.ForeignKey(
        Practitioner, verbose_name=_("人员"), null=True, on_delete=models.PROTECT, related_name="notices"
    )
    document_number = models.CharField(_("文号"), max_length=120)
    text = models.TextField(_("正文"))
    created_at = models.DateTimeField(_("生成时间"))
    sent_at = models.DateTimeField(_("寄送时间"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("寄送人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = history()

    class Meta:
        verbose_name = _("告知书")
        verbose_name_plural = _("告知书")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "record_key"], name="directorynotice_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_by__isnull=False), name="directorynotice_sent_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.document_number}"


class DirectoryImport(models.Model):
    """One import: which file, by whom, what came of it. The rows it wrote carry its ``reason`` in their history."""

    file_name = models.CharField(_("文件"), max_length=300)
    file_digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    totals = models.JSONField(_("结果"), default=dict)

    class Meta:
        verbose_name = _("名录导入")
        verbose_name_plural = _("名录导入")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"

    @property
    def reason(self) -> str:
        """How history rows name this import."""
        return f"import:{self.pk}"
