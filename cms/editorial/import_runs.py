"""What was imported when, by whom, and which pages it made: by this an import knows what an editor has changed since."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.editorial.base import EditorialPage


class RunState(models.TextChoices):
    """Where an import stands (``cms.editorial.services.import_jobs``). One by command is only ever running or done."""

    CHECKED = "checked", _("待确认")
    CONFIRMED = "confirmed", _("等待执行")
    RUNNING = "running", _("正在执行")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未能完成")
    DISCARDED = "discarded", _("已放弃")


class EditorialImport(models.Model):
    """One import: which file, by whom, what came of it. ``report`` is what would happen until it is confirmed, then what did.

    An uploaded file lies in ``content`` and nowhere else: no address leads to it, and it is emptied when the work is done.
    """

    kind = models.CharField(_("栏目"), max_length=30)
    state = models.CharField(_("状态"), max_length=20, choices=RunState, default=RunState.RUNNING)
    file_name = models.CharField(_("文件"), max_length=300)
    file_digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True, editable=False)
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
    moved_at = models.DateTimeField(_("最近进展"), null=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("问题"), blank=True)
    again = models.BooleanField(_("删除过的也重新导入"), default=False)
    totals = models.JSONField(_("结果"), default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("问答与案例的导入")
        verbose_name_plural = _("问答与案例的导入")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="editorialimport_state_known")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"


class ImportedPage(models.Model):
    """A page that an import wrote. ``digests`` are those of what it wrote, field by field: a field that has another now was changed
    by somebody. The latest row of a page says what its source last said; one whose page is gone says that an editor deleted it."""

    run = models.ForeignKey(EditorialImport, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(EditorialPage, null=True, on_delete=models.SET_NULL, related_name="imports")
    key = models.CharField(max_length=120)
    is_new = models.BooleanField(_("新建"), default=True)
    digest = models.CharField(max_length=64)
    digests = models.JSONField(default=dict)
    revision_id = models.BigIntegerField(null=True)
    """The revision it wrote: no key, so that old revisions can be purged."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "page"], name="imported_once_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.key}"
