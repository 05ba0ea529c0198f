"""An uploaded file on its way into the directory, and what became of each of its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.directory.models.enums import ImportState, ImportTask
from cms.directory.models.work import DirectoryImport


class ImportJob(models.Model):
    """One piece of long work: a file that is checked and, once confirmed, brought in; or an import that is undone.

    The file lies in ``content`` and nowhere else: no address leads to it, a worker on another machine can read it, and it
    is emptied when the work is done. Written only by ``import_jobs`` and ``import_steps`` of our services.
    """

    task = models.CharField(_("任务"), max_length=20, choices=ImportTask, default=ImportTask.BRING_IN)
    state = models.CharField(_("状态"), max_length=20, choices=ImportState, default=ImportState.WAITING)
    file_name = models.CharField(_("文件"), max_length=300)
    content = models.BinaryField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("上传时间"), db_index=True)
    moved_at = models.DateTimeField(_("最近进展"))
    lines_done = models.PositiveIntegerField(default=0)
    lines_total = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("问题"), blank=True)
    totals = models.JSONField(_("结果"), default=dict)
    ignored_columns = models.JSONField(default=list)
    run = models.ForeignKey(
        DirectoryImport, verbose_name=_("导入"), null=True, on_delete=models.CASCADE, related_name="jobs"
    )

    class Meta:
        verbose_name = _("导入任务")
        verbose_name_plural = _("导入任务")
        default_permissions = ()  # who may is asked of DirectoryImport
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="importjob_state_known"),
            models.CheckConstraint(
                condition=~Q(task=ImportTask.UNDO) | Q(run__isnull=False), name="importjob_undoes_something"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What a job found or did for one line of a file (of an undoing: one entry that could not be undone)."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("行"))
    kind = models.CharField(_("类别"), max_length=40, blank=True)
    name = models.CharField(_("名称"), max_length=200, blank=True)
    status = models.CharField(_("结果"), max_length=20)
    changes = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("行")
        verbose_name_plural = _("行")
        default_permissions = ()
        ordering = ["position"]
        indexes = [models.Index(fields=["job", "status", "position"], name="importrow_by_status")]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="importrow_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.line} {self.name}".strip()
