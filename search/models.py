"""What was looked for in vain: editors read it to learn which words citizens use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lacked(models.TextChoices):
    """What a search did not find."""

    RESULTS = "results", _("什么也没有查到")
    ANSWER = "answer", _("查到了法律，没有查到回答")


class FailedSearch(models.Model):
    """Words that found nothing, or no answer, counted by day. Nobody's name, address or session is kept with them."""

    day = models.DateField(_("日期"))
    words = models.CharField(_("搜索词"), max_length=60)
    lacked = models.CharField(_("没有查到"), max_length=10, choices=Lacked.choices, default=Lacked.RESULTS)
    count = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        verbose_name = _("没有结果的搜索")
        verbose_name_plural = _("没有结果的搜索")
        ordering = ["-day", "-count"]
        constraints = [models.UniqueConstraint(fields=["day", "words", "lacked"], name="failed_search_once_a_day")]

    def __str__(self) -> str:
        return self.words
