"""One door to publishing: the page's own ``publish``.

Wagtail's edit view and its admin's own API are the two places that call the publishing action directly and leave out
``Page.publish``; every other door (workflow, bulk action, timer, the form of a new page) goes through it. What publishing
means for a page stands in that method, so the view is led there too; the name in the module is the only handle that Wagtail
offers. The API's acts (publish, unpublish, delete, copy and so on) also go past what the admin's pages ask before they act (a
note of correction, a reason); no page of Wagtail's sends them, so they are shut. What the API tells is still read.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.pages import edit
from wagtail.models import Revision


class PublishThroughThePage:
    """In the place of Wagtail's ``PublishPageRevisionAction``, as far as the edit view uses it."""

    def __init__(
        self, revision: Revision, user: Any = None, changed: bool = True, previous_revision: Revision | None = None
    ) -> None:
        self.revision = revision
        self.facts = {"user": user, "changed": changed, "previous_revision": previous_revision}

    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Publish, or schedule."""
        return self.revision.publish(**self.facts, skip_permission_checks=skip_permission_checks)


def lead_through_the_page() -> None:
    """Called once, from ``AppConfig.ready``."""
    edit.PublishPageRevisionAction = PublishThroughThePage


def shut_the_api_door() -> None:
    """Called once, from ``AppConfig.ready``: the admin's API answers 404 to every act."""
    PagesAdminAPIViewSet.actions = {}
