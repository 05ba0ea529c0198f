"""Editorial content: the six sections, topics, feeds, their API; wording, collecting, tasks, reports, citations."""

from __future__ import annotations

from cms.core.draft_tokens import issue
from cms.core.models import Topic
from cms.editorial.models import EditorialImport, EditorialTask
from cms.editorial.sections import SECTIONS
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from tests.collecting import builders as collecting
from tests.editorial import builders as editorial
from tests.permissions.actors import ADMIN_STAFF, AUDITOR, CLERKS, EDITORS, EVERYBODY, NOBODY, REVIEWERS
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing
from tests.wording import builders as wording

READERS = EDITORS | AUDITOR
SECTION = Section("editorial")
add = SECTION.add


# -- things -----------------------------------------------------------------------------------------------------------
def _slug_of(kind: str) -> str:
    return editorial.published(kind).slug


for kind in [section.kind for section in SECTIONS]:

    def make(world: World, owner: User, kind: str = kind) -> str:
        return _slug_of(kind)

    make.__name__ = f"{kind}_slug"
    thing(make)


@thing
def editorial_draft(world: World, owner: User) -> int:
    return editorial.draft().pk


@thing
def draft_token(world: World, owner: User) -> str:
    editor = User.objects.create_user("who-shares", password="secret-enough-1")
    editor.groups.add(group_of("reviewing_editor"))
    return issue(editorial.draft(), by=editor)[0]


@thing
def topic_code(world: World, owner: User) -> str:
    return Topic.objects.order_by("pk").first().code


@thing
def news_page(world: World, owner: User) -> int:
    return editorial.published("news_article").pk


@thing
def editorial_import(world: World, owner: User) -> int:
    made = EditorialImport.objects.create(
        kind="knowledge_qa", file_name="示范.csv", file_digest="0" * 64, by=owner, started_at=clock.now()
    )
    return made.pk


@thing
def source(world: World, owner: User) -> int:
    return collecting.feed().pk


@thing
def story(world: World, owner: User) -> int:
    return collecting.item().pk


@thing
def wording_rule(world: World, owner: User) -> int:
    return wording.stored("示范禁语").pk


@thing
def editorial_task(world: World, owner: User) -> int:
    return EditorialTask.objects.create(
        words="示范问题", origin="asked", first_seen_on=clock.today(), last_seen_on=clock.today()
    ).pk


# -- public pages and the API -----------------------------------------------------------------------------------------
API_NAMES = {
    "expert_reading": "expert-readings",
    "knowledge_qa": "knowledge-qas",
    "typical_case": "typical-cases",
    "news_article": "news-articles",
    "institution_notice": "institution-notices",
    "service_guide": "service-guides",
}
for section in SECTIONS:
    slug = {"slug": f"{section.kind}_slug"}
    add(f"{section.slug}/", EVERYBODY, None, things=slug)
    add(f"{section.slug}/feed/", EVERYBODY, None, things=slug)
    add(f"{section.slug}/<slug:slug>/", EVERYBODY, None, things=slug)
    add(f"api/v2/^{API_NAMES[section.kind]}/$", EVERYBODY)
    add(rf"api/v2/^{API_NAMES[section.kind]}/(?P<slug>[\w-]+)/$", EVERYBODY, None, things=slug)
add("topics/", EVERYBODY)
add("topics/<slug:code>/", EVERYBODY, None, things={"code": "topic_code"})
add("api/v2/^topics/$", EVERYBODY)
# Whoever holds the signed link reads that one draft until it expires; a session opens nothing here.
add(
    r"api/v2/^drafts/(?P<token>[\w:=-]+)/$",
    EVERYBODY,
    None,
    things={"token": "draft_token"},
    case="a link that is good",
)
add(
    r"api/v2/^drafts/(?P<token>[\w:=-]+)/$",
    NOBODY,
    None,
    things={"token": "=forged"},
    case="a forged link",
    shut=Shut.ABSENT,
)

# -- the admin --------------------------------------------------------------------------------------------------------
add("admin/editorial/draft-link/<int:pk>/", EDITORS, EDITORS, things={"pk": "editorial_draft"})
add("admin/laws/cite/", ADMIN_STAFF)  # nothing but public law is in it
add("admin/editorial/withdraw/<int:pk>/", REVIEWERS, REVIEWERS, things={"pk": "news_page"})
IMPORT = {"pk": "editorial_import"}
add("admin/editorial/imports/", READERS)
add("admin/editorial/imports/upload/", EDITORS, EDITORS)
add("admin/editorial/imports/<int:pk>/", READERS, EDITORS, things=IMPORT, data={"act": "discard"})
add("admin/editorial/imports/<int:pk>/progress/", READERS, READERS, things=IMPORT)
add("admin/editorial/imports/<int:pk>/report.<str:form>", READERS, READERS, things={**IMPORT, "form": "=csv"})
FORM = {"kind": "=knowledge_qa", "form": "=xlsx"}
add("admin/editorial/imports/template/<slug:kind>.<str:form>", EDITORS, EDITORS, things=FORM)
SECTION.add_list("admin/reports/due/", EDITORS, exports=EDITORS)
SECTION.add_list("admin/reports/tasks/", READERS, exports=READERS)
add("admin/reports/tasks/<int:pk>/", EDITORS, EDITORS, things={"pk": "editorial_task"})
SECTION.add_list("admin/reports/citations/", READERS, exports=READERS)
SECTION.add_list("admin/reports/broken-links/", READERS, exports=READERS)

SOURCES = READERS | {"directory_clerk"}  # who records when the directory was compared with where it comes from
SECTION.add_snippet("collecting/source", pk="source", see=SOURCES, write=EDITORS, delete=REVIEWERS)
SECTION.add_bulk("collecting/source/delete", "source", SOURCES, REVIEWERS)
CHECK, REJECT = {"act": "check"}, {"act": "reject", "reason": "示范理由"}
add("admin/collecting/sources/<int:pk>/act/", None, EDITORS | CLERKS, things={"pk": "source"}, data=CHECK)
add("admin/collecting/news/", READERS, READERS)
add("admin/collecting/news/<int:pk>/", READERS, EDITORS, things={"pk": "story"}, data=REJECT)

SECTION.add_snippet("wording/wordingrule", pk="wording_rule", see=READERS, write=REVIEWERS, delete=REVIEWERS)
SECTION.add_bulk("wording/wordingrule/delete", "wording_rule", READERS, REVIEWERS)
add("admin/wording/try/", READERS, READERS)
add("admin/wording/pages/<int:pk>/", EDITORS, EDITORS, things={"pk": "editorial_draft"})
add("admin/wording/pages/<int:pk>/findings/", EDITORS, None, things={"pk": "editorial_draft"})
