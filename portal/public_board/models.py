"""What is public of a consultation, and by whose word: the redaction map, the exact page, the consent to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class PublicationState(models.TextChoices):
    """Where a publication stands (``states.py`` of this room says which act leads where)."""

    WANTED = "wanted", _("等待隐去信息")
    PREPARED = "prepared", _("等待另一人复核")
    APPROVED = "approved", _("等待咨询人确认")
    PUBLIC = "public", _("已公开")
    DECLINED = "declined", _("不公开")
    WITHDRAWN = "withdrawn", _("已撤下")


LIVE_STATES = ("wanted", "prepared", "approved", "public")
"""Of one case one publication is under way or public at a time."""


class WithdrawnBecause(models.TextChoices):
    """Why something was taken off the board."""

    CITIZEN = "citizen", _("应咨询人要求")
    ANSWER_CHANGED = "answer_changed", _("答复有更正，需要重新确认")
    LAW_CHANGED = "law_changed", _("引用的法律有变动，正在复查")
    LEAK = "leak", _("发现未隐去的信息")
    FORBIDDEN = "forbidden", _("依照规定不得公开")
    ERASED = "erased", _("个人信息已经按请求删除")
    OTHER = "other", _("其他原因")


class Publication(models.Model):
    """One way of a case to the public board. ``code`` is what the public calls it by: random, unrelated to the receipt number.

    ``spans`` is the redaction map: JSON, a list of ``{"part", "start", "end", "label", "by"}`` over the parts of the case.
    ``content`` is the exact page as it is, or would be, public: JSON (``content.py``). Both lie encrypted: they are private
    until the consent, and whoever copies the database before it learns nothing. ``content_digest`` (SHA-256, hexadecimal)
    is what the citizen agrees to: any edit changes it, and asks again.
    """

    code = models.CharField(_("公开编号"), max_length=12, unique=True, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", verbose_name=_("咨询"), on_delete=models.PROTECT, related_name="publications"
    )
    state = models.CharField(_("状态"), max_length=10, choices=PublicationState, default=PublicationState.WANTED)
    spans = EncryptedTextField(default="[]")
    content = EncryptedTextField(default="{}")
    content_digest = models.CharField(max_length=64, blank=True)
    topic = models.ForeignKey(
        "core.Topic",
        verbose_name=_("专题"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="publications",
    )
    asked_on = models.DateField(_("提问日期"))
    answered_on = models.DateField(_("答复日期"))
    law_on = models.DateField(_("依据哪一天的法律"))
    wanted_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_because = models.CharField(max_length=20, blank=True, choices=WithdrawnBecause)
    note = EncryptedTextField(_("退回或者不公开的原因"), blank=True, default="")
    # What the last check found and somebody says is nobody's: JSON, a list of {"words", "reason"}.
    cleared = EncryptedTextField(default="[]")

    class Meta:
        verbose_name = _("公开的咨询")
        verbose_name_plural = _("公开的咨询")
        default_permissions = ()
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("prepare_publication", _("隐去信息、准备公开")),
            ("approve_publication", _("复核公开的内容")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(state__in=LIVE_STATES), name="one_publication_of_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("prepared_by")) | Q(approved_by__isnull=True), name="publication_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="public")
                | Q(published_at__isnull=False, approved_by__isnull=False, prepared_by__isnull=False)
                & ~Q(content_digest=""),
                name="publication_was_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="publication_withdrawn_why",
            ),
        ]
        indexes = [
            models.Index(fields=["published_at"], name="publication_by_time"),
            models.Index(fields=["state", "-published_at"], name="publication_board"),
            models.Index(fields=["topic", "state", "-published_at"], name="publication_by_topic"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The public page."""
        return f"/consultations/public/{self.code}/"


class PublicationConsent(models.Model):
    """The citizen's word on one exact page: agreed or not. Rows are added; a consent that is taken back says when."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="consents")
    content_digest = models.CharField(max_length=64)
    is_given = models.BooleanField(_("同意公开"))
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("公开的同意")
        verbose_name_plural = _("公开的同意")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "content_digest"],
                condition=Q(is_given=True, taken_back_at__isnull=True),
                name="consent_to_a_page_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.is_given}"


class RemovalRequest(models.Model):
    """Somebody else asks that a public page be taken off, a person named in it say: the moderators have one working day."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="removals")
    text = EncryptedTextField(_("为什么希望撤下"))
    contact = EncryptedTextField(_("怎么答复您"), blank=True, default="")
    salt = models.CharField(max_length=32, editable=False)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_granted = models.BooleanField(null=True, editable=False)
    outcome = EncryptedTextField(_("处理结果"), blank=True, default="")

    class Meta:
        verbose_name = _("撤下公开内容的请求")
        verbose_name_plural = _("撤下公开内容的请求")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_granted__isnull=True)
                | Q(decided_at__isnull=False, is_granted__isnull=False),
                name="removal_decided_whole",
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="removal_waiting", condition=Q(decided_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.asked_at}"


from portal.public_board.derived import DerivedQA as DerivedQA  # noqa: E402 - a table of its own concern
