"""What stands where in the forms of the law library, and the words that help."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from cms.laws.admin.forms import InstrumentForm, SourceTextarea, VersionForm


class InstrumentLinkPanel(Panel):
    """Which law a text belongs to, with a link: said when the text is made, and shown ever after."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on a version."""

        template_name = "laws/admin/instrument_link.html"

        def is_shown(self) -> bool:
            """Only once there is something to show; before that the chooser stands here."""
            return bool(self.instance.pk)


class SourceFilesPanel(Panel):
    """The files a version was imported from, and those of the same day that were set aside."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on a version."""

        template_name = "laws/admin/source_files.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The files in their order."""
            context = super().get_context_data(parent_context)
            context["files"] = self.instance.source_files.order_by("set_aside", "position") if self.instance.pk else []
            return context


def instrument_panels() -> TabbedInterface:
    """名称与分类 · 来源."""
    naming = [
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("aliases"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("issuing_authority"), FieldPanel("category")]),
        FieldPanel("topics", widget=_checkboxes()),
        FieldPanel("replaced_by"),
    ]
    source = [
        HelpPanel(template="laws/admin/help_source.html"),
        FieldPanel("source_name", help_text=_("例如：国家法律法规数据库。读者在正文下方看到。")),
        FieldPanel("source_url"),
        FieldPanel("checked_on"),
    ]
    return TabbedInterface(
        [ObjectList(naming, heading=_("名称与分类")), ObjectList(source, heading=_("来源"))],
        base_form_class=InstrumentForm,
    )


def version_panels() -> TabbedInterface:
    """正文 · 日期与时效 · 来源."""
    text = [
        InstrumentLinkPanel(),
        FieldPanel("instrument"),
        HelpPanel(template="laws/admin/help_text.html"),
        FieldPanel("source_text", widget=SourceTextarea()),
    ]
    dates = [
        HelpPanel(template="laws/admin/help_dates.html"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("effective_on", help_text=_("从这一天起按这个文本。到日自动生效，不需要再操作。")),
                        FieldPanel("effective_basis", help_text=_("这个日期是从哪里知道的。")),
                    ]
                ),
            ],
            heading=_("施行"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("promulgated_on"), FieldPanel("amended_on")]),
                FieldPanel("document_number", help_text=_("例如：主席令第二十八号、法释〔2020〕17号。")),
            ],
            heading=_("通过与公布"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_repealed", help_text=_("整部法律法规被废止时勾选。被新版本取代的不用勾选。")),
                FieldPanel("expired_on", help_text=_("不再有效的第一天。不知道就留空。")),
            ],
            heading=_("废止"),
        ),
    ]
    source = [SourceFilesPanel()]
    return TabbedInterface(
        [
            ObjectList(text, heading=_("正文")),
            ObjectList(dates, heading=_("日期与时效")),
            ObjectList(source, heading=_("来源")),
        ],
        base_form_class=VersionForm,
    )


def _checkboxes() -> Any:
    from django.forms import CheckboxSelectMultiple

    return CheckboxSelectMultiple
