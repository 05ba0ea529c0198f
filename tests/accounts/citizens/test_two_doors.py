"""Citizens' accounts and the staff's never mix, by whatever door."""

from __future__ import annotations

import pytest
from axes.models import AccessLog
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from tests.accounts.citizens.builders import citizen, reviewer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_a_citizens_account_gets_no_role_and_no_permission_from_either_side() -> None:
    user = citizen().user
    with pytest.raises(PermissionDenied), transaction.atomic():
        user.groups.add(group_of("resident"))
    with pytest.raises(PermissionDenied), transaction.atomic():
        group_of("resident").user_set.add(user)
    with pytest.raises(PermissionDenied), transaction.atomic():
        user.user_permissions.add(Permission.objects.first())
    assert not User.objects.get(pk=user.pk).get_all_permissions()


@pytest.mark.parametrize("change", [{}, {"is_superuser": True}])
def test_an_account_of_the_staff_is_made_no_citizens(change: dict[str, bool]) -> None:
    user = reviewer()
    User.objects.filter(pk=user.pk).update(**change)
    user.refresh_from_db()
    with pytest.raises(PermissionDenied):
        CitizenProfile.objects.create(user=user, created_at=clock.now())
    user.set_unusable_password()
    user.save()
    with pytest.raises(PermissionDenied):
        CitizenProfile.objects.create(user=user, created_at=clock.now())


def test_the_admins_accounts_are_the_staffs_alone(client: Client) -> None:
    user = citizen().user
    client.force_login(reviewer("administrator"), backend="django.contrib.auth.backends.ModelBackend")
    assert user.username not in client.get("/admin/users/").content.decode()
    for path in (f"/admin/users/edit/{user.pk}/", f"/admin/users/delete/{user.pk}/"):
        answer = client.post(path, {})
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or answer.headers["Location"] == "/admin/"
    client.post(f"/admin/bulk/accounts/user/set_active_state/?id={user.pk}", {"mark_as_active": ""})
    assert User.objects.get(pk=user.pk).is_active


def test_no_password_opens_a_citizens_account() -> None:
    user = citizen().user
    assert authenticate(username=user.username, password=user.password) is None
    assert authenticate(username=user.username, password="") is None


def test_of_a_citizens_sign_in_no_address_and_no_browser_is_kept(settings) -> None:
    settings.AXES_ENABLED = True
    browser = signed_in()
    browser.post("/sign-out/")
    assert not AccessLog.objects.exists()
    staff = reviewer()
    Client().post("/admin/login/", {"username": staff.username, "password": "secret-enough-1"})
    assert AccessLog.objects.get().username == staff.username
