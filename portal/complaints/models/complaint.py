"""A complaint, what was asked and added since, and what the other side says. Everything written lies encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField
from portal.complaints.choices import About
from portal.complaints.models.querysets import ComplaintQuerySet
from portal.complaints.states import AT_WORK, IN_HAND, OPEN, State


class Complaint(models.Model):
    """A complaint and where it stands. With a case it is followed on the case's page; without one by its own number and
    passphrase. ``institution`` and ``staff_code`` say what it is about; who bears the code is opened by the handler alone."""

    number = models.CharField(_("投诉编号"), max_length=11, unique=True, editable=False)
    passphrase_hash = models.CharField(max_length=200, blank=True, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation",
        verbose_name=_("咨询"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    about = models.CharField(_("投诉什么"), max_length=12, choices=About)
    staff_code = models.CharField(_("统一编号"), max_length=7, blank=True, db_index=True)
    institution = models.ForeignKey(
        "directory.Institution",
        verbose_name=_("机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    concerning = EncryptedTextField(_("哪一家机构，哪一页"), blank=True, default="")
    text = EncryptedTextField(_("投诉内容"))
    salt = models.CharField(max_length=32, editable=False)
    contact = EncryptedTextField(_("联系方式"), blank=True, default="")
    privacy_rules = models.ForeignKey("consultations.PrivacyRules", on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(_("同意处理个人信息的时间"))
    is_urgent = models.BooleanField(_("可能有危险"), default=False)
    is_shut = models.BooleanField(_("疑似涉密"), default=False)

    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.RECEIVED)
    look = models.PositiveSmallIntegerField(_("第几次办理"), default=1, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    filed_at = models.DateTimeField(_("提出时间"))
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("有结果的时间"), null=True, blank=True)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("投诉")
        verbose_name_plural = _("投诉")
        default_permissions = ()
        permissions = [("handle_complaint", _("办理投诉"))]
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="complaint_state_known"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="complaint_about_something"),
            models.CheckConstraint(
                condition=~Q(about="resident") | ~Q(staff_code=""), name="complaint_about_a_resident_names_the_code"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_HAND) | Q(handler__isnull=False), name="complaint_in_hand_has_its_handler"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_HAND) | Q(handler__isnull=True), name="complaint_at_rest_is_nobodys"
            ),
            models.CheckConstraint(
                condition=Q(consultation__isnull=False) | ~Q(passphrase_hash=""), name="complaint_can_be_followed"
            ),
            models.CheckConstraint(condition=Q(look__in=(1, 2)), name="complaint_looked_at_twice_at_most"),
        ]
        indexes = [
            models.Index(fields=["filed_at"], name="complaint_by_time"),
            models.Index(fields=["state", "-is_urgent", "filed_at"], name="complaint_queue"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def written_number(self) -> str:
        """The number as people read it."""
        return f"{self.number[:5]}-{self.number[5:10]}-{self.number[10:]}"

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN

    @property
    def state_at_work(self) -> str:
        """Where the complaint stands, in the staff's words; who complained reads ``get_state_display``."""
        return str(AT_WORK[self.state])

    def get_absolute_url(self) -> str:
        """The complainant's page."""
        return f"/complaints/mine/{self.number}/"

    @property
    def workbench_url(self) -> str:
        """The handlers' page."""
        return f"/workbench/complaints/{self.number}/"


class ComplaintWord(models.Model):
    """What the handler asked of the complainant, and what the complainant added."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=8, choices=[("asked", _("请您补充")), ("added", _("补充情况"))])
    text = EncryptedTextField(_("内容"))
    salt = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("投诉的补充")
        verbose_name_plural = _("投诉的补充")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.kind}"


class Statement(models.Model):
    """申辩: the other side is asked, in the handler's words, and answers; who complained is not shown to them."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="statements")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    institution = models.ForeignKey(
        "directory.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = EncryptedTextField(_("请说明什么"))
    text = EncryptedTextField(_("说明"), blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_until = models.DateTimeField(_("请在什么时候以前说明"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("投诉的说明")
        verbose_name_plural = _("投诉的说明")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__isnull=False, institution__isnull=True)
                | Q(asked__isnull=True, institution__isnull=False),
                name="statement_asked_of_one",
            ),
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(answered_at__isnull=True), name="one_statement_awaited"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.asked_at}"

    @property
    def workbench_url(self) -> str:
        """The page of who is asked."""
        return f"/workbench/complaints/statements/{self.pk}/"
