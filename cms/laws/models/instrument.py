"""The work: one law through all its texts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.laws.models.enums import Level
from cms.laws.slugs import normalised_title, short_title


class Instrument(index.Indexed, models.Model):
    """A legal instrument. It is public when one of its versions is."""

    title = models.CharField(
        _("名称"), max_length=300, help_text=_("全称，不加书名号，例如：中华人民共和国劳动合同法。")
    )
    short_title = models.CharField(
        _("简称"),
        max_length=300,
        blank=True,
        help_text=_("不带“中华人民共和国”，用于引用，例如：劳动合同法。不填则由名称得出。"),
    )
    aliases = models.TextField(
        _("别名"), blank=True, help_text=_("常用简称，每行一个，例如：民诉法解释。用于搜索和识别引用。")
    )
    title_key = models.CharField(max_length=300, editable=False)
    slug = models.CharField(_("网址"), max_length=100, unique=True, editable=False)
    level = models.CharField(_("效力位阶"), max_length=40, choices=Level.choices)
    region = models.CharField(_("地区"), max_length=40, blank=True, help_text=_("地方性法规、规章填写，例如：北京。"))
    issuing_authority = models.CharField(_("制定机关"), max_length=200, blank=True)
    category = models.CharField(_("门类"), max_length=60, blank=True)
    topics = models.ManyToManyField("core.Topic", verbose_name=_("专题"), blank=True, related_name="instruments")
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("被何文件取代"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
        help_text=_("已废止的，填写取代它的法律法规。"),
    )
    source_name = models.CharField(_("来源"), max_length=200, blank=True)
    source_url = models.URLField(_("来源网址"), max_length=500, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True, help_text=_("最近一次与来源核对的日期。"))
    is_public = models.BooleanField(_("已公开"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("aliases"),
        index.AutocompleteField("title"),
        index.FilterField("level"),
        index.FilterField("region"),
    ]

    class Meta:
        verbose_name = _("法律法规")
        verbose_name_plural = _("法律法规")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["title_key", "region", "level"], name="instrument_title_region_level"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="instrument_level_known"),
        ]
        indexes = [models.Index(fields=["is_public", "level", "title_key"], name="instrument_listing")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Derive what follows from the title, and refuse a second instrument of the same title, region and level."""
        super().clean()
        self.derive()
        same = Instrument.objects.filter(title_key=self.title_key, region=self.region, level=self.level)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"title": _("已有同名、同地区、同效力位阶的法律法规。")})

    def derive(self) -> None:
        """Fill in the short title (if none was given) and what titles are compared by."""
        self.title = " ".join(self.title.split())
        self.short_title = self.short_title.strip() or short_title(self.title)
        self.title_key = normalised_title(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the slug given once, and owe the search index this instrument in the same transaction."""
        from cms.laws.services.announcing import announce
        from cms.laws.services.slugs import claim_slug

        self.derive()
        with transaction.atomic():
            if not self.slug:
                self.slug = claim_slug(self.title, self.region, self.level)
            super().save(*args, **kwargs)
            announce([self.slug])

    @property
    def alias_list(self) -> list[str]:
        """The other names, in order, without empty lines."""
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]

    def get_absolute_url(self) -> str:
        """The page of the text in force today."""
        return f"/laws/{self.slug}/"


class InstrumentRedirect(models.Model):
    """A slug that an instrument once had: links never die."""

    slug = models.CharField(max_length=100, unique=True)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="redirects")

    class Meta:
        verbose_name = _("旧网址")
        verbose_name_plural = _("旧网址")

    def __str__(self) -> str:
        return self.slug
