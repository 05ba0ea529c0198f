"""Which Q&A page an editor made of which public consultation, so that the page is looked at again when its source is gone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DerivedQA(models.Model):
    """One Q&A page of one publication. ``code`` stays when the publication's row is purged; ``source_gone_at`` says since when
    the source is not public any more."""

    code = models.CharField(_("公开编号"), max_length=12, unique=True, editable=False)
    publication = models.OneToOneField(
        "public_board.Publication", null=True, on_delete=models.SET_NULL, related_name="derived_qa"
    )
    page = models.ForeignKey("editorial.KnowledgeQA", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    source_gone_at = models.DateTimeField(_("来源撤下时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("由公开的咨询做成的问答")
        verbose_name_plural = _("由公开的咨询做成的问答")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code
