"""What is left of a case that was purged: figures, and the end of its record. Nothing that names anybody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PurgeRun(models.Model):
    """A list of cases, and of complaints without a case, to purge: proposed by one person, approved by another, carried out in
    the background."""

    class State(models.TextChoices):
        """Where a run stands."""

        PROPOSED = "proposed", _("等待批准")
        APPROVED = "approved", _("已批准，正在清理")
        DECLINED = "declined", _("没有批准")
        DONE = "done", _("已完成")

    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("空：由命令清理。"),
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decline_reason = models.CharField(_("不批准的理由"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("清理")
        verbose_name_plural = _("清理")
        default_permissions = ()
        ordering = ["-proposed_at", "-pk"]
        permissions = [("propose_purge", _("提出清理到期的咨询")), ("approve_purge", _("批准清理到期的咨询"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="purge_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="purge_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PurgeItem(models.Model):
    """One case of a run, or one complaint without a case, by its internal number: itself it may be gone."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "", _("等待清理")
        PURGED = "purged", _("已清理")
        KEPT = "kept", _("没有清理")

    run = models.ForeignKey(PurgeRun, on_delete=models.CASCADE, related_name="items")
    case_id = models.BigIntegerField(_("咨询的内部编号"), null=True, blank=True)
    complaint_id = models.BigIntegerField(_("投诉的内部编号"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    because = models.CharField(_("没有清理的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("清理的咨询")
        verbose_name_plural = _("清理的咨询")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "case_id"], name="purged_once_a_run"),
            models.UniqueConstraint(fields=["run", "complaint_id"], name="complaint_purged_once_a_run"),
            models.CheckConstraint(
                condition=Q(case_id__isnull=False, complaint_id__isnull=True)
                | Q(case_id__isnull=True, complaint_id__isnull=False),
                name="purge_item_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.case_id or self.complaint_id}"


class PurgedCase(models.Model):
    """A case that was purged, as figures need it (``counts.py``) and as anchors need it (``anchoring``).

    Codes and months, no day and no words: ``number_digest`` finds the row for who knows the receipt number and the key.
    """

    case_id = models.BigIntegerField(_("内部编号"), unique=True)
    number_digest = models.CharField(max_length=64, db_index=True)
    head_sequence = models.PositiveIntegerField(_("记录条数"))
    head_digest = models.CharField(_("最后一条的摘要"), max_length=64)
    run = models.ForeignKey(PurgeRun, null=True, on_delete=models.SET_NULL, related_name="purged")
    purged_on = models.DateField(_("清理日期"))

    in_statistics = models.BooleanField(_("同意统计"), default=False)
    channel = models.CharField(_("渠道"), max_length=10)
    topic = models.CharField(_("专题代码"), max_length=60, blank=True)
    district = models.CharField(_("地区"), max_length=40, blank=True)
    asked_month = models.DateField(_("提交月份"), help_text=_("当月一日。"))
    closed_month = models.DateField(_("办结月份"), null=True, blank=True)
    last_month = models.DateField(
        _("最后一个月份"), null=True, blank=True, help_text=_("以后的月份里没有这件咨询的数字。")
    )
    state = models.CharField(_("状态"), max_length=20)
    closed_because = models.CharField(max_length=20, blank=True)
    refusal_reason = models.CharField(_("不予解答的理由"), max_length=20, blank=True)
    appeal = models.CharField(
        _("复核结果"), max_length=10, blank=True, help_text=_("空：没有申请；open, granted, upheld。")
    )
    first_score = models.PositiveSmallIntegerField(_("首次评价"), null=True, blank=True)
    scores = models.JSONField(_("各次评价"), default=list)
    answers = models.PositiveSmallIntegerField(_("答复次数"), default=0)
    corrections = models.PositiveSmallIntegerField(_("更正次数"), default=0)
    expert_answers = models.PositiveSmallIntegerField(_("专家组答复次数"), default=0)
    further = models.PositiveSmallIntegerField(_("追问次数"), default=0)
    deferrals = models.PositiveSmallIntegerField(_("约期次数"), default=0)
    follow_ups = models.PositiveSmallIntegerField(_("回访次数"), default=0)
    staff_code = models.CharField(_("首次答复人员的统一编号"), max_length=8, blank=True)
    institution_id = models.BigIntegerField(_("首次答复时的机构"), null=True, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_of_minor = models.BooleanField(default=False)
    was_reopened = models.BooleanField(default=False)
    more = models.JSONField(default=dict, help_text=_("各室登记的数字和代码。"))

    class Meta:
        verbose_name = _("已清理的咨询")
        verbose_name_plural = _("已清理的咨询")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["asked_month", "topic"], name="purged_by_month"),
            models.Index(fields=["last_month", "asked_month"], name="purged_by_last_month"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class PurgedDeadline(models.Model):
    """How one clock of a purged case ended."""

    purged = models.ForeignKey(PurgedCase, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("事项"), max_length=20)
    outcome = models.CharField(_("结果"), max_length=12, blank=True)
    started_month = models.DateField(_("起算月份"))

    class Meta:
        verbose_name = _("已清理的时限")
        verbose_name_plural = _("已清理的时限")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "started_month"], name="purged_deadline_by_kind"),
            models.Index(fields=["started_month"], name="purged_deadline_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.purged_id} {self.kind}"
