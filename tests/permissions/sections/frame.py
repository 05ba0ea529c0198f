"""What everybody reads: pages, search, files, health, the API's frame."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from wagtail.models import Page

from cms.core.models import StandardPage
from portal.accounts.models import User
from tests.permissions.actors import ADMIN_STAFF, EVERYBODY, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing

SECTION = Section("frame")
add = SECTION.add


@thing
def searchable_word(world: World, owner: User) -> str:
    call_command("rebuild_index", verbosity=0, stdout=StringIO())
    return "示范"


@thing
def plain_page_path(world: World, owner: User) -> str:
    parent = Page.objects.get(pk=world.get("home"))
    return parent.add_child(instance=StandardPage(title="示范普通页", slug="plain-page", body="<p>示范。</p>")).slug


PAGE = r"^((?:[\w\-]+/)*)$"
LOCKED = "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/"

add(PAGE, EVERYBODY, EVERYBODY, case="a public page", things={"place": "page_place"}, path="{place}")
add(
    PAGE,
    NOBODY,
    NOBODY,
    case="a page never published",
    things={"place": "draft_place"},
    path="{place}",
    shut=Shut.ABSENT,
)
add(LOCKED, EVERYBODY, EVERYBODY, things={"page_view_restriction_id": "page_restriction", "page_id": "page"})
add("_util/login/", NOBODY, NOBODY, asks=True, asks_code=True)

add(
    r"documents/^(\d+)/(.*)$",
    EVERYBODY,
    EVERYBODY,
    things={"place": "document_place"},
    path="documents/{place}",
)
add(
    "documents/authenticate_with_password/<int:restriction_id>/",
    EVERYBODY,
    EVERYBODY,
    things={"restriction_id": "collection_restriction"},
)
add("media/images/<path:path>", NOBODY, NOBODY, things={"path": "=nothing.png"}, shut=Shut.ABSENT)

add("search/", EVERYBODY)
add("sitemap.xml", EVERYBODY, EVERYBODY)
add("sitemap-<slug:section>.xml", EVERYBODY, EVERYBODY, things={"section": "=pages"})
add("robots.txt", EVERYBODY)
add("favicon.ico", EVERYBODY, EVERYBODY)
add("display/", EVERYBODY)
add("design/", ADMIN_STAFF, asks=True, shut=Shut.ABSENT)

add("health/live", EVERYBODY)
add("health/ready", EVERYBODY)
add("metrics", EVERYBODY, case="asked on the machine itself")

# The API is read-only and knows nobody: a session opens nothing there (tests/api).
add(r"api/v2/^standard-pages/$", EVERYBODY)
add(
    r"api/v2/^standard-pages/(?P<path>[\w-]+(?:/[\w-]+)*)/$",
    EVERYBODY,
    None,
    things={"path": "plain_page_path"},
)
add("api/v2/", EVERYBODY)
add("api/v2/schema/", EVERYBODY)
add(r"api/v2/^search/$", EVERYBODY, things={"word": "searchable_word"}, query="?q={word}")
add("api/", NOBODY, NOBODY, shut=Shut.ABSENT, also={"PUT": NOBODY, "PATCH": NOBODY, "DELETE": NOBODY})
