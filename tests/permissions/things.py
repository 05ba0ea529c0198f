"""Things of the frame and of Wagtail. A room's own things stand in its section."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
)

from cms.core.collections import DIRECTORY_PHOTOS, EDITORIAL, collection
from cms.core.models import HomePage, SiteSettings, StandardPage
from cms.core.site_builder import build_site
from portal.accounts.models import User
from portal.accounts.roles import group_of
from tests.permissions.world import World, thing


# -- pages ------------------------------------------------------------------------------------------------------------
@thing
def home(world: World, owner: User) -> int:
    build_site()
    return HomePage.objects.get().pk


@thing
def root(world: World, owner: User) -> int:
    return Page.get_first_root_node().pk


@thing
def page(world: World, owner: User) -> int:
    """A public page with a draft over it."""
    parent = Page.objects.get(pk=world.get("home"))
    made = StandardPage(title="示范公开页", slug=f"page-{owner.pk}", body="<p>示范。</p>", owner=owner)
    parent.add_child(instance=made)
    made.save_revision(user=owner).publish()
    made.title = "示范公开页（草稿）"
    made.save_revision(user=owner)
    return made.pk


@thing
def draft_page(world: World, owner: User) -> int:
    """A page that was never public."""
    parent = Page.objects.get(pk=world.get("home"))
    made = StandardPage(title="示范草稿页", slug=f"draft-{owner.pk}", body="<p>示范。</p>", owner=owner, live=False)
    parent.add_child(instance=made)
    made.save_revision(user=owner)
    return made.pk


@thing
def draft_revision(world: World, owner: User) -> int:
    return Page.objects.get(pk=world.get("draft_page")).latest_revision_id


@thing
def page_place(world: World, owner: User) -> str:
    return Page.objects.get(pk=world.get("page")).get_url().strip("/") + "/"


@thing
def draft_place(world: World, owner: User) -> str:
    return Page.objects.get(pk=world.get("draft_page")).url_path.removeprefix("/home/")


@thing
def page_in_review(world: World, owner: User) -> int:
    """A draft that waits for a reviewing editor."""
    parent = Page.objects.get(pk=world.get("home"))
    made = StandardPage(title="示范待审页", slug=f"review-{owner.pk}", body="<p>示范。</p>", owner=owner, live=False)
    parent.add_child(instance=made)
    made.save_revision(user=owner)
    made.get_workflow().start(made, owner)
    return made.pk


@thing
def task_state(world: World, owner: User) -> int:
    return Page.objects.get(pk=world.get("page_in_review")).specific.current_workflow_task_state.pk


@thing
def workflow_state(world: World, owner: User) -> int:
    return Page.objects.get(pk=world.get("page_in_review")).specific.current_workflow_state.pk


@thing
def page_revision(world: World, owner: User) -> int:
    return Page.objects.get(pk=world.get("page")).specific.revisions.order_by("pk").first().pk


@thing
def page_restriction(world: World, owner: User) -> int:
    return PageViewRestriction.objects.create(
        page_id=world.get("page"), restriction_type="password", password="示范口令"
    ).pk


@thing
def editing_session(world: World, owner: User) -> int:
    made = EditingSession.objects.create(
        user=owner,
        content_type=ContentType.objects.get_for_model(StandardPage),
        object_id=str(world.get("page")),
        last_seen_at=timezone.now(),
    )
    return made.pk


def _place_of(owner: User) -> Collection:
    """Where somebody's files lie: the directory's people have their own collection."""
    return collection(DIRECTORY_PHOTOS if owner.username.startswith("directory_") else EDITORIAL)


# -- files ------------------------------------------------------------------------------------------------------------
@thing
def image(world: World, owner: User) -> int:
    """A picture of the editors'."""
    return (
        get_image_model()
        .objects.create(
            title="示范图片",
            description="示范",
            file=get_test_image_file(),
            uploaded_by_user=owner,
            collection=_place_of(owner),
        )
        .pk
    )


@thing
def document(world: World, owner: User) -> int:
    """A file of the editors'."""
    return (
        get_document_model()
        .objects.create(
            title="示范文件",
            file=ContentFile("示范".encode(), name="shifan.txt"),
            uploaded_by_user=owner,
            collection=_place_of(owner),
        )
        .pk
    )


@thing
def document_place(world: World, owner: User) -> str:
    made = get_document_model().objects.get(pk=world.get("document"))
    return f"{made.pk}/{made.filename}"


@thing
def uploaded_image(world: World, owner: User) -> int:
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(get_image_model()),
        file=get_test_image_file(),
        uploaded_by_user=owner,
    ).pk


@thing
def uploaded_document(world: World, owner: User) -> int:
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(get_document_model()),
        file=ContentFile("示范".encode(), name="shifan.txt"),
        uploaded_by_user=owner,
    ).pk


@thing
def editorial_collection(world: World, owner: User) -> int:
    return collection(EDITORIAL).pk


@thing
def empty_collection(world: World, owner: User) -> int:
    return collection("示范空集").pk


@thing
def collection_restriction(world: World, owner: User) -> int:
    return CollectionViewRestriction.objects.create(
        collection=collection("示范加密集"), restriction_type="password", password="示范口令"
    ).pk


# -- settings and accounts --------------------------------------------------------------------------------------------
@thing
def workflow(world: World, owner: User) -> int:
    return Workflow.objects.get(name="审核").pk


@thing
def task(world: World, owner: User) -> int:
    return GroupApprovalTask.objects.get(name="审核").pk


@thing
def redirect(world: World, owner: User) -> int:
    return Redirect.objects.create(old_path="/shifan-jiu", redirect_link="/").pk


@thing
def site(world: World, owner: User) -> int:
    world.get("home")
    return Site.objects.get(is_default_site=True).pk


@thing
def site_settings(world: World, owner: User) -> int:
    return SiteSettings.objects.get(site_id=world.get("site")).pk


@thing
def account(world: World, owner: User) -> int:
    """An account: one's own, or somebody else's."""
    return owner.pk


@thing
def superuser(world: World, owner: User) -> int:
    return User.objects.create_superuser("root", "root@example.invalid", "secret-enough-1").pk


@thing
def role_group(world: World, owner: User) -> int:
    return group_of("content_editor").pk
