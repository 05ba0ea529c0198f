"""Signing in, the second factor, the two doors' first pages, and what is everybody's own."""

from __future__ import annotations

from tests.permissions.actors import ADMIN_STAFF, EVERYBODY, NOBODY, STAFF, WORKBENCH_STAFF
from tests.permissions.declaring import Section, Shut

SECTION = Section("sign_in")
add = SECTION.add

add("admin/login/", EVERYBODY, EVERYBODY)
add("admin/logout/", None, NOBODY, case="leads to the sign-in", shut=Shut.SIGN_IN)
add("admin/password_reset/", EVERYBODY, EVERYBODY)
add("admin/password_reset/done/", EVERYBODY)
add(
    "admin/password_reset/confirm/<uidb64>/<token>/",
    EVERYBODY,
    EVERYBODY,
    things={"uidb64": "=MQ", "token": "=not-a-token"},
)
add("admin/password_reset/complete/", EVERYBODY)
add("admin/sprite/", EVERYBODY, EVERYBODY)
add("admin/jsi18n/", EVERYBODY)

add("admin/second-factor/", STAFF, STAFF, asks=True)
add("admin/second-factor/set-up/", STAFF, STAFF, asks=True)

add("admin/", ADMIN_STAFF)
add("admin/account/", ADMIN_STAFF, ADMIN_STAFF)
add("admin/dismissibles/", ADMIN_STAFF, also={"PATCH": ADMIN_STAFF})
add("admin/handbook/", ADMIN_STAFF)
add("admin/handbook/images/<slug:name>.png", ADMIN_STAFF, None, things={"name": "=no-such-picture"}, gone="all")
add("admin/test404/", NOBODY, NOBODY)
add("admin/failwhale/", NOBODY, NOBODY)
add(r"admin/^.*/$", NOBODY, NOBODY, path="admin/no-such-page/", shut=Shut.ABSENT)

add("workbench/", WORKBENCH_STAFF)
add("workbench/password/", WORKBENCH_STAFF, WORKBENCH_STAFF)
