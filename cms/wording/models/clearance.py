"""What an editor looked at and let pass."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.wording.models.rule import Severity


class WordingClearance(models.Model):
    """One finding on one page that somebody confirmed (a warning) or overrode with a reason (a block).

    It holds for these words in this sentence (``Finding.digest``): the same words elsewhere, or a rule made stricter since,
    are asked about again.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="wording_clearances")
    digest = models.CharField(max_length=64)
    severity = models.CharField(_("级别"), max_length=10, choices=Severity)
    words = models.CharField(_("词"), max_length=200)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("放行人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("用语放行")
        verbose_name_plural = _("用语放行")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "digest"], name="wordingclearance_once"),
            models.CheckConstraint(
                condition=~models.Q(severity=Severity.BLOCK) | ~models.Q(reason=""),
                name="wordingclearance_block_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}：{self.reason}" if self.reason else self.words
