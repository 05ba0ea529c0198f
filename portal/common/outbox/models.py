"""The outbox row and the lease of a sink's one drainer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """One side effect that is owed: which sink, and the key of what may have changed. No personal text in it."""

    sink = models.CharField(_("去向"), max_length=60)
    key = models.CharField(_("对象"), max_length=200)
    created_at = models.DateTimeField(_("写入时间"))
    due_at = models.DateTimeField(_("最早处理时间"))
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    dead_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("待办副作用")
        verbose_name_plural = _("待办副作用")
        indexes = [
            models.Index(
                fields=["sink", "due_at", "id"],
                name="outbox_pending",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(fields=["sink", "created_at"], name="outbox_history"),
        ]

    def __str__(self) -> str:
        return f"{self.sink} {self.key}"


class OutboxLease(models.Model):
    """Who drains a sink just now. A lease that ran out is taken by conditional update."""

    sink = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("处理权")
        verbose_name_plural = _("处理权")

    def __str__(self) -> str:
        return self.sink
