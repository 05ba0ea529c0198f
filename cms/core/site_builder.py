"""The site as a new installation has it: home page, standard pages, settings.

``build_site`` is what ``manage.py build_site``, the demo and the tests call. It adds what is missing and leaves alone
what editors have since written; run twice, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.core.models import HomePage, SiteSettings, StandardPage
from cms.core.standard_texts import STANDARD_TEXTS

_parts: list[Callable[[HomePage], None]] = []


def register_part(build: Callable[[HomePage], None]) -> None:
    """Let a room add its pages under the first page; ``build`` adds what is missing and may be called again."""
    if build not in _parts:
        _parts.append(build)


@transaction.atomic
def build_site() -> HomePage:
    """Make the home page, the standard pages, the site and its settings, as far as they do not exist."""
    home = HomePage.objects.order_by("path").first() or _add_home_page()
    site = _point_site_at(home)
    SiteSettings.objects.get_or_create(site=site)
    present = set(home.get_children().values_list("slug", flat=True))
    for text in STANDARD_TEXTS:
        if text.slug not in present:
            page = StandardPage(
                title=text.title,
                slug=text.slug,
                search_description=text.description,
                body=text.body,
                locale=home.locale,
            )
            home.add_child(instance=page)
            page.save_revision().publish()
    for build in _parts:
        home.refresh_from_db()  # treebeard counts children in the row
        build(home)
    return home


def _add_home_page() -> HomePage:
    """The home page, in the place of the welcome page that Wagtail's own migrations leave behind."""
    root = Page.get_first_root_node()
    # Deleting the welcome page would take its site along: it goes in _point_site_at, once the site has moved.
    root.get_children().filter(slug="home").update(slug="wagtail-welcome")
    root.refresh_from_db()
    home = HomePage(
        title="首页",
        slug="home",
        seo_title="法网",
        search_description="查法律法规和司法解释的现行有效文本，看条文的历史变化；公共法律服务热线 12348。",
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _point_site_at(home: HomePage) -> Site:
    """The default site, showing ``home``; a site that an administrator has pointed elsewhere stays as it is."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = Page.objects.filter(slug="wagtail-welcome", depth=2).first()
    if site is None:
        site = Site(is_default_site=True)
    elif site.root_page_id != (welcome.pk if welcome else None):
        return site
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = "法网"
    site.root_page = home
    site.save()
    if welcome is not None:
        welcome.delete()
    return site
