"""Roles are sown after migrating, say what they say, and sowing again changes nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from wagtail.documents import get_document_model
from wagtail.images.permissions import permission_policy
from wagtail.models import Collection, GroupApprovalTask, Workflow, WorkflowContentType

from cms.laws.models import InstrumentVersion
from portal.accounts.demo import DEMO_PASSWORD, create_demo_accounts
from portal.accounts.models import User
from portal.accounts.roles import ROLES, group_of
from portal.accounts.sowing import missing_permissions, sow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
def test_every_permission_that_a_role_names_exists(role) -> None:
    assert missing_permissions(role) == []


@pytest.mark.parametrize("code", ROLES)
def test_a_fresh_installation_has_the_group_of_each_role_with_exactly_its_permissions(code: str) -> None:
    granted = {
        f"{p.content_type.app_label}.{p.codename}" for p in group_of(code).permissions.select_related("content_type")
    }

    assert granted == set(ROLES[code].permissions)


def test_a_content_editor_may_draft_laws_but_not_publish_or_delete_them() -> None:
    user = User.objects.create_user("lin", password="secret-enough-1")
    user.groups.add(group_of("content_editor"))

    assert user.has_perm("laws.change_instrumentversion")
    assert not user.has_perm("laws.publish_instrumentversion")
    assert not user.has_perm("laws.delete_instrumentversion")
    assert not user.has_perm("accounts.change_user")


def person(code: str) -> User:
    user = User.objects.create_user(code, password="secret-enough-1")
    user.groups.add(group_of(code))
    return user


def test_a_clerk_keeps_the_directory_and_approves_nothing_and_an_approver_keeps_nothing() -> None:
    clerk, approver = person("directory_clerk"), person("directory_approver")

    for record in ("administrativepenalty", "professionalsanction"):
        assert clerk.has_perms([f"directory.{act}_{record}" for act in ("view", "add", "change", "delete")])
        assert not clerk.has_perm(f"directory.approve_{record}")
        assert approver.has_perms([f"directory.{act}_{record}" for act in ("view", "approve", "withdraw")])
        assert not any(approver.has_perm(f"directory.{act}_{record}") for act in ("add", "change", "delete"))


@pytest.mark.parametrize("code", ["content_editor", "reviewing_editor"])
def test_editors_have_no_part_in_the_directory(code: str) -> None:
    assert not any(name.startswith("directory.") for name in person(code).get_all_permissions())


def test_an_auditor_changes_nothing() -> None:
    changing = {
        name
        for name in person("auditor").get_all_permissions()
        if not name.split(".")[1].startswith(("view_", "access_admin", "enter_workbench"))
    }

    assert changing == set()


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
def test_every_role_has_a_place_to_work_in(role) -> None:
    assert role.works_in_admin or role.works_in_workbench


def test_each_room_keeps_its_images_and_files_apart() -> None:
    def may(code: str, act: str) -> set[str]:
        user = User.objects.filter(username=code).first() or person(code)
        return {place.name for place in permission_policy.collections_user_has_permission_for(user, act)}

    assert may("content_editor", "add") == {"编辑素材"}
    assert may("content_editor", "choose") == {"编辑素材", "机构材料"}
    assert may("reviewing_editor", "change") == {"编辑素材", "机构材料"}
    assert may("directory_clerk", "add") == {"名录照片"}
    assert may("institution_publisher", "add") == {"机构材料"}
    assert may("auditor", "add") == set()
    assert may("administrator", "add") == {"Root", "编辑素材", "名录照片", "机构材料"}


def test_what_lay_in_the_root_before_there_were_collections_becomes_the_editors() -> None:
    Collection.objects.filter(depth__gt=1).delete()
    root = Collection.get_first_root_node()
    root.refresh_from_db()
    kept = get_document_model().objects.create(title="示范附件", collection=root)

    sow()

    kept.refresh_from_db()
    assert kept.collection.name == "编辑素材"


def test_laws_go_through_the_review_by_reviewing_editors() -> None:
    workflow = InstrumentVersion.get_default_workflow()

    assert workflow is not None
    assert workflow.name == "审核"
    (task,) = [task.specific for task in workflow.tasks]
    assert isinstance(task, GroupApprovalTask)
    assert list(task.groups.all()) == [group_of("reviewing_editor")]


def test_sowing_again_changes_nothing() -> None:
    def rows() -> tuple[int, ...]:
        return (
            Group.objects.count(),
            Permission.objects.count(),
            Workflow.objects.count(),
            WorkflowContentType.objects.count(),
        )

    before = rows()
    sow()

    assert rows() == before


def test_sowing_takes_back_a_permission_that_a_role_does_not_name() -> None:
    group = group_of("content_editor")
    group.permissions.add(Permission.objects.get(codename="publish_instrumentversion"))

    sow()

    assert not group.permissions.filter(codename="publish_instrumentversion").exists()


def test_an_administrators_other_choice_of_workflow_is_left_alone() -> None:
    other = Workflow.objects.create(name="双人审核")
    WorkflowContentType.objects.update(workflow=other)

    sow()

    assert InstrumentVersion.get_default_workflow() == other


def test_wagtails_own_groups_are_gone_unless_somebody_is_in_them() -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    kept = Group.objects.create(name="Editors")
    User.objects.create_user("wu").groups.add(kept)

    sow()

    assert Group.objects.filter(name="Editors").exists()


def test_the_demo_has_one_account_a_role_and_making_them_again_changes_nothing(settings) -> None:
    settings.IS_DEMO = True

    accounts = create_demo_accounts()
    hashes = dict(User.objects.values_list("username", "password"))
    again = create_demo_accounts()

    assert [account.role for account in accounts] == list(ROLES)
    assert accounts == again
    assert dict(User.objects.values_list("username", "password")) == hashes
    for account in accounts:
        user = User.objects.get(username=account.username)
        assert user.is_demo
        assert user.check_password(DEMO_PASSWORD)
        assert [group.name for group in user.groups.all()] == [ROLES[account.role].name]
        assert not user.is_superuser


def test_no_demo_account_is_made_outside_a_demo(settings) -> None:
    settings.IS_DEMO = False

    with pytest.raises(ImproperlyConfigured):
        create_demo_accounts()
    assert not User.objects.exists()


def test_a_persons_account_is_never_turned_into_a_demo_account(settings) -> None:
    settings.IS_DEMO = True
    User.objects.create_user("content_editor", password="mine-and-secret")

    with pytest.raises(ImproperlyConfigured):
        create_demo_accounts()
    assert User.objects.get(username="content_editor").check_password("mine-and-secret")
