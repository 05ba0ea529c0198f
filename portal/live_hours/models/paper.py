"""Answers of phone and window consultations that reached their asker on paper, or otherwise, with who saw to it and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperHandover(models.Model):
    """How one answer reached the person who asked by phone or at the window."""

    class Way(models.TextChoices):
        """How it reached them."""

        HANDED = "handed", _("当面交给本人")
        POSTED = "posted", _("邮寄")
        MESSAGE = "message", _("本人用编号和查询码看过，或者电话里说不需要纸质")

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="paper_handovers"
    )
    answer = models.OneToOneField("consultations.Answer", on_delete=models.PROTECT, related_name="paper_handover")
    way = models.CharField(_("怎么交给咨询人"), max_length=10, choices=Way)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("纸质答复的交付")
        verbose_name_plural = _("纸质答复的交付")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.way}"
