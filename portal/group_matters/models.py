"""What people do to a matter of many askers (群体性, article 29.2): put cases together and apart, and answer all at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class MatterChange(models.Model):
    """A case put into a matter, or taken out of one, by a supervisor."""

    class Kind(models.TextChoices):
        """What was done."""

        JOINED = "joined", _("并入")
        SPLIT = "split", _("拆出")

    matter = models.ForeignKey("consultations.RelatedMatter", on_delete=models.CASCADE, related_name="changes")
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="matter_changes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    reason = EncryptedTextField(_("理由"))
    salt = models.CharField(max_length=32, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("并入和拆出")
        verbose_name_plural = _("并入和拆出")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind}"


class MatterAnswer(models.Model):
    """One answer written for all cases of a matter. What each asker was sent is an ``Answer`` of their own case."""

    matter = models.ForeignKey("consultations.RelatedMatter", on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey("consultations.ResidentStaff", on_delete=models.PROTECT, related_name="+")
    drafted_in = models.ForeignKey("consultations.Consultation", null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=64, help_text=_("同一份草稿发出两次，只成一份。"))
    content = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("统一答复")
        verbose_name_plural = _("统一答复")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="matter_answer_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at}"


class MatterDelivery(models.Model):
    """That an answer is owed to one case: sent, or why not. One row a case, so that nobody is answered twice."""

    class Problem(models.TextChoices):
        """Why it was not sent; a code, for the words of a refusal may repeat those of the answer."""

        NONE = "", _("没有问题")
        MOVED = "moved", _("这件咨询刚刚有变化，已经不在您手上或者不等待答复")
        NOT_YOURS = "not_yours", _("您现在不能答复这件咨询")
        CONFLICT = "conflict", _("还没有声明是否回避")
        HELD_BACK = "held_back", _("这一件还有不能发出的原因，请打开单独答复")
        LAW = "law", _("引用的条文有变动，请重新核对以后答复")

    matter_answer = models.ForeignKey(MatterAnswer, on_delete=models.CASCADE, related_name="deliveries")
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="matter_deliveries"
    )
    claim_number = models.PositiveIntegerField()
    answer = models.OneToOneField(
        "consultations.Answer", null=True, on_delete=models.CASCADE, related_name="matter_delivery"
    )
    problem = models.CharField(max_length=10, choices=Problem, blank=True, default=Problem.NONE)

    class Meta:
        verbose_name = _("统一答复的发出")
        verbose_name_plural = _("统一答复的发出")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter_answer", "consultation"], name="matter_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True) | models.Q(problem=""), name="matter_delivery_sent_or_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_answer_id} {self.consultation_id}"
