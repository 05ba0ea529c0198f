"""Topics a citizen may choose; rows editors manage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A field of life with its everyday words (``aliases``, one a line)."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    aliases = models.TextField(
        _("日常说法"), blank=True, help_text=_("每行一个，例如：欠薪、拖欠工资。用于搜索和推荐。")
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("专题")
        verbose_name_plural = _("专题")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def alias_list(self) -> list[str]:
        """The everyday words, in order, without empty lines."""
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]
