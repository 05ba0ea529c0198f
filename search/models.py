"""What was looked for in vain: editors read it to learn which words citizens use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FailedSearch(models.Model):
    """Words that found nothing, counted by day. Nobody's name, address or session is kept with them."""

    day = models.DateField(_("日期"))
    words = models.CharField(_("搜索词"), max_length=60)
    count = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        verbose_name = _("没有结果的搜索")
        verbose_name_plural = _("没有结果的搜索")
        ordering = ["-day", "-count"]
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="failed_search_once_a_day")]

    def __str__(self) -> str:
        return self.words
