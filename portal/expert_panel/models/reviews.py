"""Reviews of answers (articles 7, 27): what was sampled and why, who looks at it, what they found by article 21's criteria."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class SampledBecause(models.TextChoices):
    """Why an answer is looked at."""

    RATE = "rate", _("随机抽查")
    LOW_RATING = "low_rating", _("评价为不满意")
    LATE = "late", _("逾期答复")
    CORRECTED = "corrected", _("有更正")
    COMPLAINT = "complaint", _("有投诉")
    NEW_RESIDENT = "new_resident", _("新到驻场人员")
    DISPUTED = "disputed", _("提请专家组时有争议")


class Criterion(models.TextChoices):
    """What an answer is to be, as article 21 has it."""

    ACCURATE = "accurate", _("内容准确")
    COMPLETE = "complete", _("结构完整")
    IMPARTIAL = "impartial", _("立场客观公正")
    CONCISE = "concise", _("措辞精准简炼")
    PROPER = "proper", _("规范用语")


class Mark(models.IntegerChoices):
    """The scale of each criterion."""

    GOOD = 3, _("好")
    FAIR = 2, _("尚可")
    POOR = 1, _("有问题")


class Overall(models.TextChoices):
    """What the answer is, taken as a whole."""

    SOUND = "sound", _("没有问题")
    IMPROVABLE = "improvable", _("可以改进")
    WRONG = "wrong", _("有错误，应当更正")


class ReviewSample(models.Model):
    """An answer that was drawn or flagged; ``wanted`` experts look at it without knowing of each other."""

    answer = models.OneToOneField("consultations.Answer", on_delete=models.PROTECT, related_name="review_sample")
    because = models.JSONField(default=list)
    wanted = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("抽查")
        verbose_name_plural = _("抽查")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=2), name="sample_one_or_two")]

    def __str__(self) -> str:
        return f"{self.answer_id}"


class AnswerReview(models.Model):
    """One expert's look at one answer. Done once it has an overall verdict, and never changed then."""

    sample = models.ForeignKey(ReviewSample, on_delete=models.PROTECT, related_name="reviews")
    answer = models.ForeignKey("consultations.Answer", on_delete=models.PROTECT, related_name="reviews")
    expert = models.ForeignKey("expert_panel.PanelMember", on_delete=models.PROTECT, related_name="reviews")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("不再需要这名专家审阅。"))
    done_at = models.DateTimeField(null=True, blank=True)
    overall = models.CharField(_("总的看法"), max_length=10, blank=True, choices=Overall)
    comment = EncryptedTextField(_("总的意见"), blank=True, default="")
    expert_answer = models.OneToOneField(
        "consultations.Answer", null=True, blank=True, on_delete=models.PROTECT, related_name="answers_review"
    )
    direct_reason = EncryptedTextField(_("直接答复的理由"), blank=True, default="")
    direct_salt = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("答复审阅")
        verbose_name_plural = _("答复审阅")
        default_permissions = ()
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "expert"], name="review_once_an_expert"),
            models.CheckConstraint(
                condition=(Q(done_at__isnull=True) & Q(overall="")) | (Q(done_at__isnull=False) & ~Q(overall="")),
                name="review_done_with_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(expert_answer__isnull=True) | ~Q(direct_salt=""), name="direct_answer_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["done_at"], name="answer_review_by_time"),
            models.Index(fields=["expert", "done_at"], name="review_of_expert"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.expert_id}"


class ReviewMark(models.Model):
    """A review's mark by one criterion."""

    review = models.ForeignKey(AnswerReview, on_delete=models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=10, choices=Criterion)
    mark = models.PositiveSmallIntegerField(choices=Mark)
    comment = EncryptedTextField(blank=True, default="")

    class Meta:
        verbose_name = _("审阅评分")
        verbose_name_plural = _("审阅评分")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="mark_once_a_criterion"),
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=3), name="mark_of_the_scale"),
            models.CheckConstraint(condition=Q(criterion__in=Criterion.values), name="mark_of_a_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.criterion} {self.mark}"
