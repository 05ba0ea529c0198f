"""A way to one's account from every page, the same for everybody: who is signed in is never asked there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.front_page import FooterLink, register_footer_link

register_footer_link(FooterLink(_("我的账户"), "/account/", position=40))
