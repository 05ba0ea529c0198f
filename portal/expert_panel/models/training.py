"""Training cases: answers on which two experts disagreed, without anybody in them, for residents to try."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class TrainingCase(models.Model):
    """A redacted question and answer with what two experts thought. Residents see it once a supervisor has read the exact
    text and released it; which case it came from they never learn."""

    sample = models.OneToOneField("expert_panel.ReviewSample", on_delete=models.PROTECT, related_name="training_case")
    topic = models.ForeignKey("core.Topic", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    question = EncryptedTextField(_("问题"))
    answer = EncryptedTextField(_("答复"))
    opinions = EncryptedTextField(help_text=_("JSON：两名专家的评分和意见，已隐去信息。"))
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("培训案例")
        verbose_name_plural = _("培训案例")
        default_permissions = ()
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class TrainingTry(models.Model):
    """What a resident marked before seeing the experts' marks: criterion → mark."""

    case = models.ForeignKey(TrainingCase, on_delete=models.CASCADE, related_name="tries")
    staff = models.ForeignKey("consultations.ResidentStaff", on_delete=models.CASCADE, related_name="+")
    marks = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("培训练习")
        verbose_name_plural = _("培训练习")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="training_once_a_resident")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.staff_id}"
