"""The forms of entries, in the order in which a clerk has the papers before them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from cms.directory.admin.entries.forms import InstitutionForm, PractitionerForm

_SERVICE: list[Panel] = [
    FieldPanel("languages"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple, help_text=_("按业务领域查找的人会找到这里。")),
    FieldPanel("other_fields", help_text=_("上面没有的领域，用顿号分开。")),
]
_SOURCE: list[Panel] = [
    FieldPanel("source_name", help_text=_("从哪里核对的，例如：示范市司法局执业信息公示。")),
    FieldPanel("source_url", help_text=_("以 https:// 或者 http:// 开头。")),
    FieldPanel("checked_on", help_text=_("最近一次与来源核对的日期，页面上显示为“数据截至”。")),
]


def institution_panels() -> Panel:
    """机构."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("name", help_text=_("与执业许可证一致的全称。")),
                    FieldPanel("former_names"),
                    FieldPanel("status", help_text=_("“不公开”的条目，任何页面、检索和接口中都看不到。")),
                ],
                heading=_("机构"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "unified_social_credit_code",
                        help_text=_("18位，末位是校验码，录错一位也会提示；没有的不填。"),
                    ),
                    FieldPanel(
                        "licence_number", help_text=_("执业许可证号；没有的不填。格式不常见时会提醒，但可以保存。")
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("founded_on"),
                            FieldPanel(
                                "ceased_on", help_text=_("已注销或者终止的才填，自该日起页面显示“已注销或者终止”。")
                            ),
                        ]
                    ),
                ],
                heading=_("证照与日期"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("district", help_text=_("例如：示范区。按区查找时使用，请写全称。")),
                    FieldPanel("registered_address"),
                    FieldPanel("map_url", help_text=_("在地图网站上找到该机构后复制的网址；没有就不填。")),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    FieldPanel("telephone", help_text=_("对外公开的办公电话，不填个人手机号码。")),
                    FieldPanel("opening_hours", help_text=_("例如：周一至周五 9:00—17:00。")),
                    FieldPanel("website"),
                ],
                heading=_("住所与联系方式"),
            ),
            MultiFieldPanel(_SERVICE, heading=_("服务")),
            MultiFieldPanel(_SOURCE, heading=_("来源与核对")),
        ],
        base_form_class=InstitutionForm,
    )


def practitioner_panels() -> Panel:
    """人员. Where they work stands below, in rows of its own."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("name", heading=_("姓名"), help_text=_("名录不保存身份证件号码，任何一栏都不要填写。")),
                    FieldPanel("photo", help_text=_("证件照，存放在“名录照片”集合中；没有就不选。")),
                    FieldPanel("status", help_text=_("“不公开”的条目，任何页面、检索和接口中都看不到。")),
                ],
                heading=_("人员"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "licence_number",
                        heading=_("执业证号"),
                        help_text=_("没有执业证的（例如人民调解员）不填。格式不常见时会提醒，但可以保存。"),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("first_licensed_on", help_text=_("执业年限由它推算，不另外保存。")),
                            FieldPanel("ceased_on", help_text=_("已注销执业的才填。")),
                        ]
                    ),
                ],
                heading=_("执业证与日期"),
            ),
            MultiFieldPanel([*_SERVICE, FieldPanel("biography")], heading=_("服务与简介")),
            MultiFieldPanel(_SOURCE, heading=_("来源与核对")),
        ],
        base_form_class=PractitionerForm,
    )
