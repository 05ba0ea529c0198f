"""Time limits as rows (article 23; decisions 1 to 3 of the rules): policies, the calendar, what is due when."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.consultations.models.choices import Channel, DeadlineKind, TimeUnit

RUNNING = Q(met_at__isnull=True, cancelled_at__isnull=True, paused_at__isnull=True)
"""A deadline whose clock runs."""


class SlaPolicy(models.Model):
    """A time limit from a day on. One that was used is never changed: a new row with a later day takes its place."""

    channel = models.CharField(
        _("渠道"), max_length=10, choices=Channel, blank=True, default="", help_text=_("不选：所有渠道。")
    )
    kind = models.CharField(_("事项"), max_length=20, choices=DeadlineKind)
    amount = models.PositiveSmallIntegerField(_("时长"))
    unit = models.CharField(_("单位"), max_length=20, choices=TimeUnit)
    pauses = models.BooleanField(_("等待咨询人补充时暂停计时"), default=True)
    valid_from = models.DateField(_("从哪一天起"))

    class Meta:
        verbose_name = _("办理时限")
        verbose_name_plural = _("办理时限")
        ordering = ["kind", "channel", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="policy_gives_time"),
            models.UniqueConstraint(fields=["channel", "kind", "valid_from"], name="policy_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.get_unit_display()}"

    @property
    def was_used(self) -> bool:
        """Whether a deadline was worked out by it."""
        clocks = (field.related_model for field in self._meta.get_fields(include_hidden=True) if field.one_to_many)
        kinds: list[Any] = [model for model in clocks if isinstance(model, type) and issubclass(model, RunningClock)]
        return self.pk is not None and any(model._base_manager.filter(policy=self.pk).exists() for model in kinds)

    def clean(self) -> None:
        """A policy that was used stays; a new one begins tomorrow at the earliest, so that no day has two rules."""
        if self.was_used:
            raise ValidationError(_("已经有咨询按这条时限计算，不能改。请新增一条，写明从哪一天起。"))
        if self.kind == DeadlineKind.DEFERRED_REPLY:
            raise ValidationError({"kind": _("约期答复按约定的时间，不设时限。")})
        if self.valid_from is not None and self.valid_from <= clock.today():
            raise ValidationError({"valid_from": _("请选明天或者更晚的日期：已经开始的日子不换规则。")})


class CalendarDay(models.Model):
    """A day on which it is known whether people work; overrides what the program's own calendar says."""

    day = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=60, blank=True, help_text=_("例如：国庆节，国庆节调休上班。"))
    source = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"


class ServiceHours(models.Model):
    """When the service is open on a day of the week (0: Monday)."""

    class Weekday(models.IntegerChoices):
        """Days as ``date.weekday`` numbers them."""

        MONDAY = 0, _("星期一")
        TUESDAY = 1, _("星期二")
        WEDNESDAY = 2, _("星期三")
        THURSDAY = 3, _("星期四")
        FRIDAY = 4, _("星期五")
        SATURDAY = 5, _("星期六")
        SUNDAY = 6, _("星期日")

    weekday = models.PositiveSmallIntegerField(_("星期"), choices=Weekday)
    opens = models.TimeField(_("开始"))
    closes = models.TimeField(_("结束"))

    class Meta:
        verbose_name = _("服务时间")
        verbose_name_plural = _("服务时间")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_close_after_they_open"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_weekday"),
            models.UniqueConstraint(fields=["weekday", "opens"], name="hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """Hours of one day do not overlap: a minute counts once."""
        if self.weekday is None or self.opens is None or self.closes is None:
            return
        if self.closes <= self.opens:
            raise ValidationError({"closes": _("结束时间要晚于开始时间。")})
        others = ServiceHours.objects.filter(weekday=self.weekday, opens__lt=self.closes, closes__gt=self.opens)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"opens": _("和同一天的另一段时间重叠。")})


class RunningClock(models.Model):
    """What a clock keeps, whatever it is for: start, rule, pauses, end, and how that was worked out
    (``services.time.clocks.work_out``)."""

    policy = models.ForeignKey(SlaPolicy, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("起算"))
    due_at = models.DateTimeField(_("到期"))
    amount = models.PositiveSmallIntegerField(help_text=_("0：约定的时间。"))
    unit = models.CharField(max_length=20, choices=TimeUnit, blank=True, default="")
    may_pause = models.BooleanField(default=True)
    agreed_for = models.DateTimeField(_("约定的时间"), null=True, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    explanation = models.JSONField(default=dict)
    pauses = models.JSONField(default=list, help_text=_("每次暂停：[开始, 结束或者空]，ISO 时间。"))
    paused_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12,
        blank=True,
        choices=[("met", _("按时")), ("late", _("逾期")), ("deferred", _("约期")), ("cancelled", _("取消"))],
    )
    half_at = models.DateTimeField(null=True)
    late_warning_at = models.DateTimeField(null=True)
    warned_half_at = models.DateTimeField(null=True, blank=True)
    warned_late_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Deadline(RunningClock):
    """What is due when, with how it was worked out. Open while neither met nor cancelled; overdue is computed, not stored."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(_("事项"), max_length=20, choices=DeadlineKind)

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        default_permissions = ()
        ordering = ["started_at", "pk"]
        constraints = [
            # Of complaints about one case there may be several; every other clock runs once at a time.
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                name="deadline_runs_once",
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True) & ~Q(kind="complaint"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1, agreed_for__isnull=True) | Q(amount=0, unit="", agreed_for__isnull=False),
                name="deadline_counted_or_agreed",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="deadline_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["started_at"], name="deadline_by_beginning"),
            models.Index(fields=["due_at"], name="deadline_open", condition=RUNNING),
            # What the watch looks for each minute (``services.time.watching``).
            models.Index(fields=["half_at"], name="deadline_half", condition=RUNNING & Q(warned_half_at__isnull=True)),
            models.Index(
                fields=["late_warning_at"], name="deadline_late", condition=RUNNING & Q(warned_late_at__isnull=True)
            ),
            models.Index(fields=["due_at"], name="deadline_past", condition=RUNNING & Q(escalated_at__isnull=True)),
            models.Index(fields=["kind", "started_at"], name="deadline_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class DeadlineChange(models.Model):
    """A deadline that was worked out anew, and why."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("时限变更")
        verbose_name_plural = _("时限变更")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.reason}"
