"""The door to asking, on the first page and in every header."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.front_page import Door, FooterLink, register_door, register_footer_link

register_door(Door(name="ask", label=_("问律师"), summary=_("写下问题，律师免费答复"), url="/ask/", position=20))
register_footer_link(
    FooterLink(_("我的咨询"), "/consultations/mine/", position=39, home_label=_("已经问过律师？查看进展和答复"))
)
