"""One consultation, and who asked. Everything a citizen wrote lies encrypted; who asked lies in tables of their own, which
no resident's page reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField
from portal.consultations.models import choices
from portal.consultations.models.querysets import ConsultationQuerySet
from portal.consultations.states import AT_WORK, State, Visibility


class Consultation(models.Model):
    """A question and where it stands. ``receipt_number`` is what everybody calls it by."""

    receipt_number = models.CharField(_("咨询编号"), max_length=11, unique=True, editable=False)
    passphrase_hash = models.CharField(max_length=200, blank=True, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("咨询人账户"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultations",
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=choices.Channel, default=choices.Channel.MESSAGE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("代为录入"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("电话、窗口咨询由工作人员录入。"),
    )

    # Four separate facts: state, visibility, refusal (its own row), overdue (of its deadlines).
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.SUBMITTED)
    returns_to = models.CharField(max_length=20, blank=True, choices=State, editable=False)
    visibility = models.CharField(_("公开"), max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    urgent_because = models.CharField(_("紧急的原因"), max_length=200, blank=True)
    is_quarantined = models.BooleanField(
        _("隔离"), default=False, help_text=_("疑似国家秘密：只有指定的一个角色能打开。")
    )
    is_of_minor = models.BooleanField(_("未成年人"), default=False)
    closed_because = models.CharField(max_length=20, blank=True, choices=choices.ClosedBecause, editable=False)
    was_reopened = models.BooleanField(default=False, editable=False)

    # What was asked. The salt goes with the text when it is erased; the record keeps the digest alone.
    question = EncryptedTextField(_("问题"))
    question_salt = models.CharField(max_length=32, editable=False)
    topic = models.ForeignKey(
        "core.Topic",
        verbose_name=_("专题"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    in_proceedings = models.CharField(
        _("是否已经立案或者正在办理"), max_length=10, choices=choices.InProceedings, default=choices.InProceedings.NO
    )
    happened = models.CharField(
        _("什么时候发生的"), max_length=10, choices=choices.Happened, default=choices.Happened.UNKNOWN
    )
    happened_from = models.DateField(_("从哪一天"), null=True, blank=True)
    happened_until = models.DateField(_("到哪一天"), null=True, blank=True)
    place = models.CharField(_("在哪里"), max_length=40, blank=True, help_text=_("省、市、区，不要写门牌。"))
    for_whom = models.CharField(_("为谁咨询"), max_length=20, choices=choices.ForWhom, default=choices.ForWhom.SELF)
    age_band = models.CharField(_("年龄段"), max_length=10, choices=choices.AgeBand, default=choices.AgeBand.UNSAID)
    guardian = models.CharField(_("监护人"), max_length=20, choices=choices.Guardian, blank=True, default="")
    other_side = EncryptedTextField(_("对方是谁"), blank=True, default="")
    wanted = EncryptedTextField(_("希望得到什么帮助"), blank=True, default="")
    says_in_danger = models.BooleanField(_("咨询人说现在有危险"), default=False)
    needs_translation = models.BooleanField(_("需要翻译"), default=False)

    service_rules = models.ForeignKey("consultations.ServiceRules", on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(
        "consultations.RelatedMatter",
        verbose_name=_("群体性咨询"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultations",
    )
    # Who has it. ``claim_number`` rises with each claim: a page opened before a hand-back cannot send.
    assigned_to = models.ForeignKey(
        "consultations.ResidentStaff",
        verbose_name=_("办理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    assigned_at = models.DateTimeField(_("接办时间"), null=True, blank=True)
    claim_number = models.PositiveIntegerField(default=0, editable=False)
    # The claim whose holder has said that nothing stands in the way (回避); of another claim nobody has said it.
    conflict_free_claim = models.PositiveIntegerField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"))
    screened_at = models.DateTimeField(_("审核完成时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("首次答复时间"), null=True, blank=True)
    last_answered_at = models.DateTimeField(_("最近答复时间"), null=True, blank=True)
    awaiting_since = models.DateTimeField(null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    closing_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    frozen_at = models.DateTimeField(
        _("封存时间"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("个人信息已经按请求删除；其余只保存，不再使用。"),
    )
    submission_key = models.CharField(
        max_length=64, unique=True, editable=False, help_text=_("同一份表单提交两次，只成一件。")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律咨询")
        verbose_name_plural = _("法律咨询")
        default_permissions = ()
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("moderate_consultation", _("审核法律咨询")),
            ("answer_consultation", _("解答法律咨询")),
            ("support_consultation", _("为本机构驻场人员提供后台支持")),
            ("supervise_consultation", _("监督法律咨询、办理复核")),
            ("open_quarantined", _("打开疑似涉密的咨询")),
            ("enter_consultation", _("代为录入电话、窗口咨询")),
            ("approve_minor_opening", _("批准打开未成年人的咨询")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="consultation_state_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="consultation_visibility_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("assigned", "deferred", "follow_up")) | Q(assigned_to__isnull=False),
                name="consultation_has_its_resident",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "screening", "accepted", "refused", "withdrawn"))
                | Q(assigned_to__isnull=True),
                name="consultation_is_nobodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting_citizen") | ~Q(returns_to=""), name="consultation_knows_the_way_back"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="consultation_closed_at"
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], name="consultation_by_sending"),
            models.Index(fields=["answered_at"], name="consultation_by_answer"),
            models.Index(fields=["state", "closed_at"], name="consultation_by_closing"),
            models.Index(fields=["state", "-is_urgent", "submitted_at"], name="consultation_queue"),
            models.Index(fields=["assigned_to", "state"], name="consultation_of_resident"),
            models.Index(fields=["citizen", "-submitted_at"], name="consultation_of_citizen"),
            models.Index(fields=["topic", "state"], name="consultation_by_topic"),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def written_number(self) -> str:
        """The number as people read it: ``XXXXX-XXXXX-X``."""
        number = self.receipt_number
        return f"{number[:5]}-{number[5:10]}-{number[10:]}"

    @property
    def state_at_work(self) -> str:
        """Where the case stands, in the staff's words; citizens read ``get_state_display``."""
        return str(AT_WORK[self.state])

    def get_absolute_url(self) -> str:
        """The citizen's page of this case."""
        return f"/consultations/mine/{self.receipt_number}/"

    @property
    def workbench_url(self) -> str:
        """The staff's page of this case."""
        return f"/workbench/cases/{self.receipt_number}/"


class CitizenContact(models.Model):
    """How the citizen wishes to be told of progress, and a safe contact for a lost passphrase. Residents never see it."""

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="contact")
    phone = EncryptedTextField(_("手机号码"), blank=True, default="")
    email = EncryptedTextField(_("电子邮箱"), blank=True, default="")
    by_sms = models.BooleanField(_("发短信告诉我"), default=False)
    by_email = models.BooleanField(_("发邮件告诉我"), default=False)
    tell_law_changes = models.BooleanField(_("法律变动时告诉我"), default=False)
    safe_from = models.TimeField(_("从几点起可以联系"), null=True, blank=True)
    safe_until = models.TimeField(_("到几点为止可以联系"), null=True, blank=True)
    safe_contact = EncryptedTextField(
        _("找回查询码的安全联系方式"),
        blank=True,
        default="",
        help_text=_("可以不填。请填只有您自己看得到的手机号或者邮箱。"),
    )

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.consultation_id}"


class AddedFact(models.Model):
    """What the citizen added later, or masked anew; and what staff asked for."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(
        max_length=12,
        choices=[("asked", _("请您补充")), ("added", _("补充情况")), ("masked", _("隐去信息"))],
        default="added",
    )
    text = EncryptedTextField(_("内容"))
    salt = models.CharField(max_length=32, editable=False)
    actor_kind = models.CharField(max_length=12, choices=choices.ActorKind)
    staff_code = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("补充情况")
        verbose_name_plural = _("补充情况")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class ConsultationEvent(models.Model):
    """办理记录: one act, chained. ``content`` holds ids and salted digests, never personal text, so that erasing breaks no
    chain. Rows are added and never changed."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    actor_kind = models.CharField(max_length=12, choices=choices.ActorKind)
    actor_ref = models.CharField(max_length=40, blank=True, help_text=_("驻场人员的统一编号，或者账户的内部编号。"))
    content = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    chain_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        default_permissions = ()
        ordering = ["consultation", "sequence"]
        constraints = [models.UniqueConstraint(fields=["consultation", "sequence"], name="event_sequence")]

    def __str__(self) -> str:
        return f"{self.consultation_id}.{self.sequence} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises ValueError for one that is there already."""
        if self.pk is not None:
            raise ValueError("events are added, never changed")
        super().save(*args, **kwargs)


class RelatedMatter(models.Model):
    """群体性咨询: questions that are one matter of many people. One answer may serve all."""

    created_at = models.DateTimeField()
    supervisor_told_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    takes_more = models.BooleanField(
        default=True, editable=False, help_text=_("规则可以把同样的问题并进来；人工拆出来的那一件不可以。")
    )

    class Meta:
        verbose_name = _("群体性咨询")
        verbose_name_plural = _("群体性咨询")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def workbench_url(self) -> str:
        """The staff's page of this matter."""
        return f"/workbench/matters/{self.pk}/"
