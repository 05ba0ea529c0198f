"""What is kept beside a piece of news for everybody to see: its corrections, and why it was withdrawn. Rows are added by the
services alone and never edited: what was said stays said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NewsCorrection(models.Model):
    """An open note that a published piece of news was changed: when, and what."""

    page = models.ForeignKey(
        "editorial.NewsArticle", verbose_name=_("新闻"), on_delete=models.CASCADE, related_name="corrections"
    )
    corrected_at = models.DateTimeField(_("更正时间"))
    words = models.TextField(_("更正说明"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发布人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        default_permissions = ("view",)
        ordering = ["-corrected_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="newscorrection_says_what")]

    def __str__(self) -> str:
        return f"{self.corrected_at:%Y-%m-%d} {self.words[:40]}"


class NewsWithdrawal(models.Model):
    """Why the address of a piece of news shows it no more. Outlives the page; ends when a page is published there again.

    Readers see the day and the reason. The title is for editors: what was withdrawn is not repeated.
    """

    slug = models.CharField(_("网址"), max_length=255, unique=True)
    page = models.ForeignKey(
        "editorial.NewsArticle",
        verbose_name=_("新闻"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="withdrawals",
    )
    title = models.CharField(_("标题"), max_length=255)
    withdrawn_at = models.DateTimeField(_("撤下时间"))
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("撤下人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("撤下的新闻")
        verbose_name_plural = _("撤下的新闻")
        default_permissions = ("view",)
        ordering = ["-withdrawn_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="newswithdrawal_says_why")]

    def __str__(self) -> str:
        return self.title
