from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """cms.core."""

    name = "cms.core"
    verbose_name = _("基础内容")

    def ready(self) -> None:
        """Let every app say what it shows on the first page, sow the first topics after migrating, clean what is uploaded,
        publish through the page's own method, and let pages kept in the cache end when a page or the site's settings
        change."""
        from wagtail.models import PageViewRestriction, Site

        from cms.core.admin.publishing_door import lead_through_the_page, shut_the_api_door
        from cms.core.admin.spreadsheets import guard_exports
        from cms.core.media import uploads  # noqa: F401 - connects its receiver
        from cms.core.models import HomePage, SiteSettings, StandardPage
        from cms.core.topics import sow_topics
        from portal.common.generation import raise_on_change

        autodiscover_modules("front_page")
        lead_through_the_page()
        shut_the_api_door()
        guard_exports()
        post_migrate.connect(sow_topics, sender=self, dispatch_uid="core.sow_topics")
        raise_on_change(HomePage, StandardPage, SiteSettings, Site, PageViewRestriction)
