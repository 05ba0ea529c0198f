"""What pages link to elsewhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.collecting.models.enums import LinkState


class CheckedLink(models.Model):
    """One outward link of one public page."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("页面"), on_delete=models.CASCADE, related_name="checked_links"
    )
    url = models.CharField(_("链接"), max_length=2000)
    url_digest = models.CharField(max_length=64, editable=False, db_index=True)
    state = models.CharField(_("状态"), max_length=20, choices=LinkState, default=LinkState.UNCHECKED, db_index=True)
    since = models.DateTimeField(_("自何时起"), null=True)
    checked_at = models.DateTimeField(_("上次检查"), null=True)
    due_at = models.DateTimeField(_("下次检查"), db_index=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("站外链接")
        verbose_name_plural = _("站外链接")
        default_permissions = ("view",)
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "url_digest"], name="link_once_a_page")]

    def __str__(self) -> str:
        return self.url
