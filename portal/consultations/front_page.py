"""The door to asking, on the first page and in every header."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.front_page import Door, register_door

register_door(Door(name="ask", label=_("问律师"), summary=_("写下问题，律师免费答复"), url="/ask/", position=20))
