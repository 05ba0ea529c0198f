"""Answers and what follows them: citations, deferrals, 追问, ratings, follow-ups (articles 19 to 24)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField, is_written
from portal.consultations.models.choices import AnswerKind, CitedOn, Score, UnsatisfiedBecause

SECTIONS = ("conclusion", "legal_basis", "reasoning", "next_steps")
"""The four sections of an answer (article 21), in their order."""


class Answer(models.Model):
    """One answer as it was sent. Never changed: a correction is a new row that points at what it corrects, and the earlier
    text stays visible as a version."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(_("类型"), max_length=12, choices=AnswerKind, default=AnswerKind.FIRST)
    author = models.ForeignKey(
        "consultations.ResidentStaff", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    conclusion = EncryptedTextField(_("结论"))
    legal_basis = EncryptedTextField(_("法律依据"), blank=True, default="")
    reasoning = EncryptedTextField(_("分析"), blank=True, default="")
    next_steps = EncryptedTextField(_("下一步怎么办"), blank=True, default="")
    salt = models.CharField(max_length=32, editable=False)
    late_explanation = EncryptedTextField(
        _("延误的说明"), blank=True, default="", help_text=_("逾期的答复必须向咨询人说明原因（第二十三条）。")
    )
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    correction_reason = EncryptedTextField(_("更正的说明"), blank=True, default="")
    risk_notice = models.ForeignKey("consultations.RiskNotice", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        default_permissions = ()
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="correction") | (Q(corrects__isnull=False) & Q(is_written("correction_reason"))),
                name="correction_explains_itself",
            ),
            models.UniqueConstraint(fields=["consultation"], condition=Q(kind="first"), name="first_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class AnswerCitation(models.Model):
    """An article that an answer rests on: in the library (``instrument_slug`` and ``locator``), or outside it by title,
    number, link. Read on the day the lawyer chose, with the reason."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField(default=0)
    instrument_slug = models.CharField(max_length=90, blank=True)
    locator = models.CharField(max_length=60, blank=True)
    written = models.CharField(_("引用"), max_length=200, help_text=_("例如：劳动合同法第三十九条。"))
    cited_on = models.CharField(_("适用哪一天的规定"), max_length=10, choices=CitedOn, default=CitedOn.TODAY)
    read_on = models.DateField(_("读取日期"))
    date_reason = EncryptedTextField(_("为什么适用这一天的规定"), blank=True, default="")
    quote = models.TextField(_("引用的原文"), blank=True)
    digest = models.CharField(max_length=80, blank=True)
    outside_title = models.CharField(_("库外文件的标题"), max_length=200, blank=True)
    outside_number = models.CharField(_("文号"), max_length=100, blank=True)
    outside_url = models.URLField(_("链接"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("答复引用")
        verbose_name_plural = _("答复引用")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(instrument_slug="") & ~Q(locator="")) | ~Q(outside_title=""), name="citation_of_something"
            ),
            models.CheckConstraint(
                condition=Q(cited_on="today") | Q(is_written("date_reason")), name="citation_of_another_day_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.written


class DeferredReply(models.Model):
    """约期答复 (article 23): reason and new time; at most two."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="deferrals")
    author = models.ForeignKey("consultations.ResidentStaff", on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("约期的原因"))
    salt = models.CharField(max_length=32, editable=False)
    until = models.DateTimeField(_("约定的答复时间"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("约期答复")
        verbose_name_plural = _("约期答复")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="deferred_into_the_future")]
        indexes = [models.Index(fields=["at"], name="deferred_by_time")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.until}"


class FurtherQuestion(models.Model):
    """追问: at most two within 15 days of an answer."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="further")
    text = EncryptedTextField(_("追问"))
    salt = models.CharField(max_length=32, editable=False)
    asked_at = models.DateTimeField()
    answer = models.OneToOneField(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="answers_further"
    )

    class Meta:
        verbose_name = _("追问")
        verbose_name_plural = _("追问")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(answer__isnull=True), name="one_further_question_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.asked_at}"


class SatisfactionRating(models.Model):
    """满意度测评 (article 24). A later rating is a new row; the first stays."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="ratings")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评价"), choices=Score)
    reasons = models.JSONField(_("原因"), default=list, help_text=_("“不满意的原因”的代码，可以没有。"))
    comment = EncryptedTextField(_("意见"), blank=True, default="")
    salt = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("满意度测评")
        verbose_name_plural = _("满意度测评")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_score_known")]
        indexes = [models.Index(fields=["at"], name="rating_by_time")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.score}"

    @property
    def reason_words(self) -> str:
        """The reasons that were chosen, as people read them."""
        return "、".join(str(UnsatisfiedBecause(code).label) for code in self.reasons)


class FollowUp(models.Model):
    """回访 (article 24): opened by an unsatisfied rating, ended by an answer.

    ``wants_another``: nobody who answered the case before may take it, until ``open_to_all_at``, which is set when no
    other resident could (``services.residents.another``).
    """

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="follow_ups")
    rating = models.OneToOneField(SatisfactionRating, on_delete=models.PROTECT, related_name="follow_up")
    opened_at = models.DateTimeField()
    wants_another = models.BooleanField(_("希望换一位律师"), default=False)
    open_to_all_at = models.DateTimeField(_("从什么时候起原来的律师也可以接"), null=True, blank=True, editable=False)
    answer = models.OneToOneField(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="ends_follow_up"
    )

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        default_permissions = ()
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.opened_at}"


class InternalNote(models.Model):
    """What an institution's people write to each other about a case (article 17). No citizen ever sees it."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="notes")
    resident_institution = models.ForeignKey(
        "consultations.ResidentInstitution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = EncryptedTextField(_("内容"))
    salt = models.CharField(
        max_length=32, blank=True, default="", editable=False, help_text=_("空：早于备注写进办理记录。")
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("内部备注")
        verbose_name_plural = _("内部备注")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id}"


class AnswerDraft(models.Model):
    """An answer being written, kept for the institution's people; JSON of the editor's fields."""

    consultation = models.OneToOneField(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="answer_draft"
    )
    resident_institution = models.ForeignKey(
        "consultations.ResidentInstitution", null=True, on_delete=models.CASCADE, related_name="+"
    )
    content = EncryptedTextField(default="{}")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复草稿")
        verbose_name_plural = _("答复草稿")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.consultation_id}"


class AnswerTemplate(models.Model):
    """A prepared answer of a resident, or of an institution when ``staff`` is empty."""

    resident_institution = models.ForeignKey(
        "consultations.ResidentInstitution", on_delete=models.CASCADE, related_name="templates"
    )
    staff = models.ForeignKey(
        "consultations.ResidentStaff", null=True, blank=True, on_delete=models.CASCADE, related_name="templates"
    )
    name = models.CharField(_("模板名称"), max_length=80)
    topic = models.ForeignKey("core.Topic", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    conclusion = models.TextField(_("结论"), blank=True)
    legal_basis = models.TextField(_("法律依据"), blank=True)
    reasoning = models.TextField(_("分析"), blank=True)
    next_steps = models.TextField(_("下一步怎么办"), blank=True)
    citations = models.JSONField(_("引用"), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("答复模板")
        verbose_name_plural = _("答复模板")
        default_permissions = ()
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def template_key(self) -> str:
        """What the editor calls it among all that may be used."""
        return f"t{self.pk}"
