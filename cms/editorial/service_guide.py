"""办事指引 (article 16): how to get one of the five kinds of service, from whom it is for to what to do when refused."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.core.blocks import PROSE, FileBlock
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage


class ServiceKind(models.TextChoices):
    """The five kinds of service of article 4."""

    LAWYER = "lawyer", _("律师服务")
    NOTARY = "notary", _("公证服务")
    LEGAL_AID = "legal_aid", _("法律援助")
    FORENSIC = "forensic", _("司法鉴定")
    MEDIATION = "mediation", _("人民调解")


class ServiceGuideIndex(SectionIndexPage):
    """``/guides/``."""

    kind = "service_guide"
    subpage_types: ClassVar = ["editorial.ServiceGuide"]

    class Meta:
        verbose_name = _("办事指引（栏目）")


class StepBlock(blocks.StructBlock):
    """One step: what is done, and what to know about it."""

    title = blocks.CharBlock(label=_("做什么"), max_length=60)
    text = blocks.TextBlock(label=_("说明"), required=False, rows=3)

    class Meta:
        icon = "list-ol"
        label = _("步骤")
        template = "editorial/blocks/step.html"


class MaterialBlock(blocks.StructBlock):
    """Something to bring."""

    name = blocks.CharBlock(label=_("材料"), max_length=120)
    note = blocks.CharBlock(label=_("要求"), required=False, max_length=300, help_text=_("几份、原件还是复印件。"))
    is_optional = blocks.BooleanBlock(label=_("视情况提供"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("材料")
        template = "editorial/blocks/material.html"


class ServiceGuide(EditorialPage):
    """A guide to one matter of one kind of service."""

    service_kind = models.CharField(_("服务类别"), max_length=20, choices=ServiceKind.choices)
    purpose = RichTextField(_("能办什么"), features=list(PROSE), help_text=_("这项服务解决什么问题。"))
    eligibility = RichTextField(_("谁可以办"), features=list(PROSE), blank=True)
    conditions = RichTextField(_("办理条件"), features=list(PROSE), blank=True)
    materials = StreamField([("material", MaterialBlock())], verbose_name=_("需要的材料"), blank=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("办理步骤"), blank=True)
    duration = models.CharField(_("多长时间"), max_length=200, blank=True, help_text=_("例如：受理后7个工作日内决定。"))
    fee = models.CharField(_("收费"), max_length=300, blank=True, help_text=_("不收费的，写明“不收费”。"))
    place = RichTextField(_("在哪里办"), features=list(PROSE), blank=True, help_text=_("地址、电话、时间。"))
    online_url = models.URLField(
        _("官方网上办理入口"),
        max_length=500,
        blank=True,
        help_text=_("只填政府或者行业主管部门的官方网址；每周检查能否打开。"),
    )
    online_label = models.CharField(_("入口名称"), max_length=80, blank=True)
    forms_to_download = StreamField([("file", FileBlock())], verbose_name=_("表格下载"), blank=True)
    remedies = RichTextField(
        _("被拒绝了怎么办"), features=list(PROSE), blank=True, help_text=_("复议、异议、投诉的途径和期限。")
    )

    kind = "service_guide"
    review_months = 6
    body_fields = ("purpose", "eligibility", "conditions", "materials", "steps", "place", "remedies")
    parent_page_types: ClassVar = ["editorial.ServiceGuideIndex"]
    template = "editorial/service_guide.html"
    edit_handler = EditorialPage.tabs(
        [
            *Page.content_panels,
            FieldPanel("service_kind"),
            FieldPanel("summary"),
            FieldPanel("purpose"),
            FieldPanel("eligibility"),
            FieldPanel("conditions"),
            FieldPanel("materials"),
            FieldPanel("steps"),
            FieldRowPanel([FieldPanel("duration"), FieldPanel("fee")]),
            FieldPanel("place"),
            MultiFieldPanel([FieldPanel("online_url"), FieldPanel("online_label")], heading=_("网上办理")),
            FieldPanel("forms_to_download"),
            FieldPanel("remedies"),
        ]
    )
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("conditions"),
        index.FilterField("service_kind"),
    ]

    class Meta:
        verbose_name = _("办事指引")
        verbose_name_plural = _("办事指引")

    @property
    def lead(self) -> str:
        """The summary, else what it is for."""
        return self.summary or get_text_for_indexing(self.purpose)
