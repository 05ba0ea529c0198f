"""What people asked and found no answer to, as work for editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TaskOrigin(models.TextChoices):
    """Where a task came from."""

    FAILED_SEARCH = "failed_search", _("没有结果的搜索")
    UNANSWERED = "unanswered", _("没有问答的问题")


class TaskState(models.TextChoices):
    """How far it is."""

    OPEN = "open", _("待处理")
    TAKEN = "taken", _("处理中")
    DONE = "done", _("已有内容")
    DISMISSED = "dismissed", _("不做")


class EditorialTask(models.Model):
    """Words that people searched for in vain, until something answers them or somebody says why not.

    One row for the same words, however often they come back: what was dismissed stays dismissed.
    """

    words = models.CharField(_("搜索词"), max_length=60, unique=True)
    origin = models.CharField(_("由来"), max_length=20, choices=TaskOrigin.choices)
    times = models.PositiveIntegerField(_("七天内次数"), default=0)
    first_seen_on = models.DateField(_("首次出现"))
    last_seen_on = models.DateField(_("最近出现"))
    state = models.CharField(_("状态"), max_length=20, choices=TaskState.choices, default=TaskState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("处理人"), null=True, blank=True, on_delete=models.SET_NULL
    )
    page = models.ForeignKey(
        "editorial.EditorialPage", verbose_name=_("对应内容"), null=True, blank=True, on_delete=models.SET_NULL
    )
    reason = models.CharField(_("不做的理由"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("选题任务")
        verbose_name_plural = _("选题任务")
        ordering = ["-times", "words"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="editorial_task_state_known"),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""), name="editorial_task_dismissed_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "-times"], name="editorial_task_open")]

    def __str__(self) -> str:
        return self.words
