"""Nobody works behind the staff doors with a password alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import signing
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice as OldDevice

from portal.accounts.demo import create_demo_accounts
from portal.accounts.models import RecoveryCode, User
from portal.accounts.roles import ROLES, group_of
from portal.accounts.second_factor import policy, services
from portal.accounts.second_factor.models import Authenticator
from portal.accounts.second_factor.policy import Demand, demand
from portal.accounts.second_factor.trust import COOKIE
from portal.common.audit.models import Act, AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-invented-password"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
VERIFY, SET_UP = "/admin/second-factor/", "/admin/second-factor/set-up/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("lin", email="lin@example.invalid", password=PASSWORD)
    user.groups.add(group_of("administrator"))
    return user


@pytest.fixture
def device(editor) -> Authenticator:
    return Authenticator.objects.create(user=editor, name="totp", confirmed=True)


def code_of(device: Authenticator) -> str:
    return f"{totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits):06d}"


def sign_in(client, username="lin"):
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": PASSWORD})


def pass_on(client, device):
    return client.post(VERIFY, {"code": code_of(device), "next": "/admin/"})


@pytest.mark.parametrize(
    ("path", "values", "owed"),
    [
        ("/laws/", {}, Demand.NOTHING),
        ("/admin/", {}, Demand.NOTHING),
        ("/admin/", {"is_verified": False}, Demand.CODE),
        ("/admin/", {"has_device": False, "is_verified": False}, Demand.SET_UP),
        ("/admin/login/", {"is_verified": False}, Demand.NOTHING),
        ("/admin/second-factor/", {"is_verified": False}, Demand.NOTHING),
        ("/admin/pages/1/edit/preview/", {"is_verified": False}, Demand.CODE),
        ("/workbench/anything/", {"is_verified": False}, Demand.CODE),
        ("/admin/users/3/", {"verified_at": NOW - timedelta(minutes=14)}, Demand.NOTHING),
        ("/admin/users/3/", {"verified_at": NOW - timedelta(minutes=16)}, Demand.STEP_UP),
        ("/admin/users/3/", {"verified_at": None}, Demand.STEP_UP),
        ("/admin/users/3/", {"verified_at": NOW - timedelta(minutes=40), "is_reading": False}, Demand.NOTHING),
        ("/admin/users/3/", {"verified_at": NOW - timedelta(minutes=46), "is_reading": False}, Demand.STEP_UP),
        ("/admin/directory/penalties/act/3/approve/", {"verified_at": NOW - timedelta(hours=1)}, Demand.STEP_UP),
        ("/admin/directory/penalties/", {"verified_at": NOW - timedelta(hours=1)}, Demand.NOTHING),
        ("/workbench/identities/3/", {"verified_at": NOW - timedelta(hours=1)}, Demand.STEP_UP),
        ("/admin/second-factor/reset/3/", {"verified_at": None}, Demand.STEP_UP),
        ("/admin/second-factor/reset/3/", {"has_device": False, "is_verified": False}, Demand.SET_UP),
    ],
)
def test_what_a_request_owes(path, values, owed):
    known = {"has_device": True, "is_verified": True, "verified_at": None, "is_reading": True, "now": NOW}
    assert demand(path, **(known | values)) is owed


def test_the_doors_that_step_up_are_where_accounts_and_roles_are_changed():
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index"):
        assert policy.asks_for_fresh_code(reverse(name), is_reading=True), name
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
    assert policy.asks_for_fresh_code(bulk, is_reading=False)
    assert reverse("second_factor_verify") == policy.OWN


@pytest.mark.parametrize("folder", ["penalties", "sanctions"])
def test_every_act_on_a_penalty_or_a_sanction_steps_up_and_reading_them_does_not(folder):
    act = reverse(f"directory_{folder}_modeladmin_act", args=[1, "approve"])
    for is_reading in (True, False):
        assert policy.asks_for_fresh_code(act, is_reading=is_reading)
    for page in ("index", "inspect", "history"):
        address = reverse(f"directory_{folder}_modeladmin_{page}", args=[] if page == "index" else [1])
        assert not policy.asks_for_fresh_code(address, is_reading=True)


def test_the_first_sign_in_leads_to_a_set_up_that_cannot_be_skipped(client, editor):
    sign_in(client)
    for path in ("/admin/", "/admin/users/", "/admin/reports/audit/", VERIFY):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.url.startswith(SET_UP), path


def test_setting_up_shows_the_recovery_codes_once(client, editor):
    sign_in(client)
    page = client.get(SET_UP, {"next": "/admin/account/"})
    assert "<svg" in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1
    wrong = client.post(SET_UP, {"code": "abc", "next": "/admin/account/"})
    assert "验证码不对" in wrong.content.decode()
    pending = Authenticator.objects.get(user=editor, confirmed=False)
    Authenticator.objects.filter(pk=pending.pk).update(throttling_failure_count=0, throttling_failure_timestamp=None)
    shown = client.post(SET_UP, {"code": code_of(pending), "next": "/admin/account/"}).content.decode()
    assert RecoveryCode.objects.filter(user=editor).count() == services.CODES
    assert shown.count("<li><code>") == services.CODES
    assert 'href="/admin/account/"' in shown
    assert client.get("/admin/").status_code == 200
    again = client.get(SET_UP)
    assert again.status_code == 302
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(digest in shown for digest in kept)


def test_a_set_up_device_is_not_replaced_without_its_code(client, editor, device):
    sign_in(client)
    before = Authenticator.objects.get(user=editor).key
    assert client.get(SET_UP).status_code == 302
    client.post(SET_UP, {"code": "000000"})
    assert client.get("/admin/").status_code == 302
    assert Authenticator.objects.get(user=editor).key == before


def test_a_password_alone_opens_no_door_of_the_admin(client, editor, device):
    """Every address of the admin's own configuration that needs no argument: lists, choosers, reports, exports, history."""
    sign_in(client)
    opened = []
    for path in admin_paths():
        if path.startswith((*policy.OPEN, policy.OWN)):  # signing out among them: it would end the session
            continue
        answer = client.get(path)
        if not (answer.status_code == 302 and answer.url.startswith(VERIFY)):
            opened.append((path, answer.status_code))
    assert opened == []


def admin_paths() -> list[str]:
    found: list[str] = []

    def walk(patterns, prefix):
        for pattern in patterns:
            route = getattr(pattern.pattern, "_route", None)
            if route is None or "<" in route:
                continue
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + route)
            elif isinstance(pattern, URLPattern):
                found.append("/" + prefix + route)

    walk(get_resolver().url_patterns, "")
    paths = [path for path in found if path.startswith("/admin/")]
    assert len(paths) > 60
    return paths


def test_a_sent_form_and_a_part_of_a_page_are_refused_not_led_away(client, editor, device):
    sign_in(client)
    assert client.post("/admin/users/add/", {"username": "x"}).status_code == 403
    assert client.get("/admin/users/results/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert not User.objects.filter(username="x").exists()


def test_a_right_code_leads_on_and_a_wrong_one_says_so(client, editor, device):
    sign_in(client)
    asked = client.get("/admin/account/")
    assert asked.url == f"{VERIFY}?next=%2Fadmin%2Faccount%2F"
    wrong = client.post(VERIFY, {"code": "000000", "next": "/admin/account/"})
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.content.decode()
    assert client.get("/admin/").status_code == 302
    Authenticator.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    right = client.post(VERIFY, {"code": code_of(device), "next": "/admin/account/"})
    assert (right.status_code, right.url) == (302, "/admin/account/")
    assert client.get("/admin/account/").status_code == 200


def test_a_code_is_good_once(client, editor, device):
    sign_in(client)
    code = code_of(device)
    assert client.post(VERIFY, {"code": code}).status_code == 302
    client.post(reverse("wagtailadmin_logout"))
    sign_in(client)
    assert client.post(VERIFY, {"code": code}).status_code == 422


def test_guessing_is_slowed_down(client, editor, device):
    sign_in(client)
    for _attempt in range(4):
        client.post(VERIFY, {"code": "000000"})
    answer = client.post(VERIFY, {"code": code_of(device)})
    assert answer.status_code == 422
    assert "秒再试" in answer.content.decode()


def test_nobody_is_led_to_another_site_afterwards(client, editor, device):
    sign_in(client)
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        Authenticator.objects.update(last_t=-1)
        assert client.post(VERIFY, {"code": code_of(device), "next": address}).url == "/admin/"


def test_a_recovery_code_stands_for_the_phone_once_however_it_is_typed(client, editor, device):
    code = services.new_recovery_codes(editor)[0]
    sign_in(client)
    assert client.post(VERIFY, {"code": f" {code.upper()} "}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert AuditEntry.objects.filter(act=Act.RECOVERY_CODE_USED, actor_name="lin").count() == 1
    client.post(reverse("wagtailadmin_logout"))
    sign_in(client)
    assert client.post(VERIFY, {"code": code}).status_code == 422


def test_the_recovery_code_of_another_account_opens_nothing(client, editor, device):
    other = User.objects.create_user("wang", password=PASSWORD)
    code = services.new_recovery_codes(other)[0]
    sign_in(client)
    assert client.post(VERIFY, {"code": code}).status_code == 422


def test_a_trusted_device_is_not_asked_again_until_tomorrow(client, editor, device, time_machine):
    sign_in(client)
    answer = client.post(VERIFY, {"code": code_of(device), "trust": "1"})
    cookie = answer.cookies[COOKIE]
    assert (bool(cookie["httponly"]), cookie["path"], cookie["max-age"]) == (True, "/", 86400)
    client.post(reverse("wagtailadmin_logout"))
    client.cookies[COOKIE] = cookie.value
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    time_machine.move_to(datetime.now(UTC) + timedelta(days=1, minutes=1))
    client.cookies.pop("sessionid", None)
    sign_in(client)
    assert client.get("/admin/").status_code == 302


def test_a_trusted_device_still_types_a_code_before_accounts_are_changed(client, editor, device):
    sign_in(client)
    trusted = client.post(VERIFY, {"code": code_of(device), "trust": "1"}).cookies[COOKIE].value
    client.post(reverse("wagtailadmin_logout"))
    client.cookies[COOKIE] = trusted
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/users/").url.startswith(VERIFY)


def test_trust_ends_with_the_password_and_is_nobody_elses(client, editor, device):
    sign_in(client)
    trusted = client.post(VERIFY, {"code": code_of(device), "trust": "1"}).cookies[COOKIE].value
    other = User.objects.create_user("wang", password=PASSWORD)
    other.groups.add(group_of("administrator"))
    Authenticator.objects.create(user=other, name="totp", confirmed=True)
    client.cookies.clear()
    client.cookies[COOKIE] = trusted
    sign_in(client, "wang")
    assert client.get("/admin/").status_code == 302
    client.cookies.clear()
    client.cookies[COOKIE] = signing.dumps(["forged"], key="another", salt="portal.accounts.trusted_device")
    sign_in(client)
    assert client.get("/admin/").status_code == 302


def test_another_administrator_resets_a_lost_device_and_the_sessions_end(client, editor, device):
    lost = User.objects.create_user("wang", password=PASSWORD)
    lost.groups.add(group_of("content_editor"))
    Authenticator.objects.create(user=lost, name="totp", confirmed=True)
    services.new_recovery_codes(lost)
    stamp = User.objects.get(pk=lost.pk).session_stamp
    sign_in(client)
    pass_on(client, device)
    page = client.get("/admin/users/").content.decode()
    address = reverse("second_factor_reset", args=[lost.pk])
    assert address in page
    assert "全部失效" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert not Authenticator.objects.filter(user=lost).exists()
    assert not lost.recovery_codes.exists()
    assert User.objects.get(pk=lost.pk).session_stamp > stamp
    kept = AuditEntry.objects.get(act=Act.SECOND_FACTOR_RESET)
    assert (kept.actor_name, kept.subject_name) == ("lin", "wang")


def test_nobody_resets_their_own_nor_a_superusers_above_them(client, editor, device):
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    Authenticator.objects.create(user=boss, name="totp", confirmed=True)
    sign_in(client)
    pass_on(client, device)
    for account in (editor, boss):
        client.post(reverse("second_factor_reset", args=[account.pk]))
        assert Authenticator.objects.filter(user=account).count() == 1


def test_at_the_console_the_last_administrator_is_helped(device, editor):
    call_command("reset_second_factor", "lin")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert AuditEntry.objects.get(act=Act.SECOND_FACTOR_RESET).actor_name == ""


def test_who_may_not_change_accounts_resets_none(client, device):
    other = User.objects.create_user("wang", password=PASSWORD)
    other.groups.add(group_of("reviewing_editor"))
    own = Authenticator.objects.create(user=other, name="totp", confirmed=True)
    sign_in(client, "wang")
    pass_on(client, own)
    client.post(reverse("second_factor_reset", args=[device.user_id]))
    assert Authenticator.objects.filter(pk=device.pk).exists()


def test_a_public_page_touches_no_session(client):
    answer = client.get("/laws/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not answer.wsgi_request.session.accessed


def test_each_demo_account_passes_with_the_code_that_the_command_prints(client, settings, capsys):
    settings.IS_DEMO = True
    for account in create_demo_accounts():
        client.cookies.clear()
        client.post(reverse("wagtailadmin_login"), {"username": account.username, "password": account.password})
        capsys.readouterr()
        call_command("demo_code", account.role)
        printed = capsys.readouterr().out.strip()
        assert client.post(VERIFY, {"code": printed}).status_code == 302, account.role
        home = "/admin/" if ROLES[account.role].works_in_admin else "/workbench/"
        assert client.get("/admin/", follow=True).request["PATH_INFO"] == home, account.role


def test_authenticators_that_were_kept_in_clear_are_moved_and_stay_good(editor):
    old = OldDevice.objects.create(user=editor, name="totp", confirmed=True, last_t=7)
    move = import_module("portal.accounts.migrations.0007_encrypt_authenticators")

    move.encrypt(apps, None)

    moved = Authenticator.objects.get(user=editor)
    assert (moved.key, moved.confirmed, moved.last_t) == (old.key, True, 7)
    assert not OldDevice.objects.exists()
    assert services.check(editor, code_of(moved)) == moved
