"""驻场机构 and 驻场人员, their numbers, when they are on duty (articles 17, 22)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StaffCode(models.Model):
    """统一编号: allocated once, never reused; the row outlives whoever bore it."""

    number = models.PositiveIntegerField(primary_key=True)
    code = models.CharField(_("统一编号"), max_length=7, unique=True)
    allocated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("统一编号")
        verbose_name_plural = _("统一编号")
        default_permissions = ()

    def __str__(self) -> str:
        return self.code


class ResidentInstitution(models.Model):
    """An institution of the directory that sends residents."""

    institution = models.OneToOneField(
        "directory.Institution", verbose_name=_("机构"), on_delete=models.PROTECT, related_name="resident_institution"
    )
    is_active = models.BooleanField(_("正在驻场"), default=True)
    joined_on = models.DateField(_("开始驻场日期"))
    left_on = models.DateField(_("结束驻场日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("驻场机构")
        verbose_name_plural = _("驻场机构")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.institution)


class ResidentStaff(models.Model):
    """A resident. ``staff_code`` is the only name a citizen ever sees."""

    class Duty(models.TextChoices):
        """Whether cases may be given to them."""

        ACTIVE = "active", _("正常")
        SUSPENDED = "suspended", _("暂停")
        LEFT = "left", _("已离任")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="resident"
    )
    practitioner = models.OneToOneField(
        "directory.Practitioner", verbose_name=_("名录中的人员"), on_delete=models.PROTECT, related_name="resident"
    )
    resident_institution = models.ForeignKey(
        ResidentInstitution, verbose_name=_("驻场机构"), on_delete=models.PROTECT, related_name="staff"
    )
    staff_code = models.OneToOneField(
        StaffCode, verbose_name=_("统一编号"), on_delete=models.PROTECT, related_name="resident", editable=False
    )
    topics = models.ManyToManyField("core.Topic", verbose_name=_("熟悉的专题"), blank=True, related_name="residents")
    may_handle_minors = models.BooleanField(_("受过未成年人保护培训"), default=False)
    most_open = models.PositiveSmallIntegerField(_("同时办理的上限"), default=10)
    duty = models.CharField(_("在岗状态"), max_length=10, choices=Duty, default=Duty.ACTIVE)
    duty_because = models.CharField(_("暂停的原因"), max_length=200, blank=True)
    suspended_by_directory = models.BooleanField(
        default=False, editable=False, help_text=_("因名录中的处罚、处分或者注销而暂停；名录恢复时自动恢复在岗。")
    )
    joined_on = models.DateField(_("开始驻场日期"))

    class Meta:
        verbose_name = _("驻场人员")
        verbose_name_plural = _("驻场人员")
        ordering = ["staff_code"]
        indexes = [models.Index(fields=["resident_institution", "duty"], name="resident_on_duty")]

    def __str__(self) -> str:
        return str(self.staff_code_id)

    @property
    def code(self) -> str:
        """The code that citizens see."""
        return self.staff_code.code


class DutyShift(models.Model):
    """A time in which a resident is on duty."""

    staff = models.ForeignKey(
        ResidentStaff, verbose_name=_("驻场人员"), on_delete=models.CASCADE, related_name="shifts"
    )
    begins_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))

    class Meta:
        verbose_name = _("值班")
        verbose_name_plural = _("值班")
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shift_ends_after_it_begins"),
            models.UniqueConstraint(fields=["staff", "begins_at"], name="shift_once"),
        ]
        indexes = [models.Index(fields=["ends_at", "begins_at"], name="shift_by_time")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.begins_at:%Y-%m-%d %H:%M}"


class ShiftSwap(models.Model):
    """One resident asks another of the same institution to take a shift."""

    shift = models.ForeignKey(DutyShift, on_delete=models.CASCADE, related_name="swaps")
    asked = models.ForeignKey(ResidentStaff, on_delete=models.CASCADE, related_name="swaps_asked")
    state = models.CharField(
        max_length=10,
        choices=[("open", _("等待答复")), ("agreed", _("已同意")), ("declined", _("未同意"))],
        default="open",
    )
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("换班")
        verbose_name_plural = _("换班")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.shift_id} {self.state}"


class Leave(models.Model):
    """A resident is away: nothing is given to them, and what is open goes back."""

    staff = models.ForeignKey(
        ResidentStaff, verbose_name=_("驻场人员"), on_delete=models.CASCADE, related_name="leaves"
    )
    begins_on = models.DateField(_("从哪一天"))
    ends_on = models.DateField(_("到哪一天"))

    class Meta:
        verbose_name = _("请假")
        verbose_name_plural = _("请假")
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="leave_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.begins_on}"


class Recusal(models.Model):
    """回避: this resident, or their whole institution, must not have this case."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE, related_name="recusals")
    staff = models.ForeignKey(ResidentStaff, on_delete=models.CASCADE, related_name="recusals")
    institution = models.ForeignKey(
        ResidentInstitution, null=True, blank=True, on_delete=models.CASCADE, related_name="recusals"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consultation", "staff"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.staff_id}"
