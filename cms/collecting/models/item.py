"""What was fetched and waits for a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.collecting.models.enums import ItemState
from cms.collecting.models.source import Source


class CollectedItem(models.Model):
    """A story as its source tells it, in plain text. Never public itself: what is published is a page that a person made
    of it and another person approved."""

    source = models.ForeignKey(Source, verbose_name=_("来源"), on_delete=models.PROTECT, related_name="items")
    address = models.CharField(_("原文网址"), max_length=2000)
    address_digest = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(_("原标题"), max_length=250)
    author = models.CharField(_("原作者"), max_length=120, blank=True)
    editor = models.CharField(_("原编辑"), max_length=120, blank=True)
    told_source = models.CharField(_("原文注明的来源"), max_length=120, blank=True)
    published_at = models.DateTimeField(_("原发布时间"), null=True)
    text = models.TextField(_("正文"), blank=True)
    text_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    fingerprint = models.BigIntegerField(null=True, editable=False)
    collected_at = models.DateTimeField(_("采集时间"), db_index=True)
    changed_at = models.DateTimeField(
        _("原文改动时间"), null=True, help_text=_("采用之后，原文又有改动：请看是否要更正。")
    )

    state = models.CharField(_("状态"), max_length=20, choices=ItemState, default=ItemState.WAITING)
    resembles = models.ForeignKey(
        "self", verbose_name=_("与此相似"), null=True, on_delete=models.SET_NULL, related_name="resembled_by"
    )
    resemblance = models.PositiveSmallIntegerField(_("相似程度（%）"), default=0)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("处理人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("采用为"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("采集的新闻")
        verbose_name_plural = _("采集的新闻")
        ordering = ["-collected_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("decide_collecteditem", _("采用或者不采用采集的新闻"))]
        indexes = [models.Index(fields=["state", "-collected_at"], name="item_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[ItemState.REJECTED, ItemState.TAKEN]) | Q(decided_at__isnull=False),
                name="item_decided_by_someone",
            ),
            models.CheckConstraint(condition=~Q(state=ItemState.REJECTED) | ~Q(reason=""), name="item_rejected_why"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_page(self) -> bool:
        """Whether it was taken and the page is there still."""
        return self.state == ItemState.TAKEN and self.page_id is not None
