"""The admin's people for the tests of imports."""

from tests.admin.conftest import person, signed_in  # noqa: F401 - fixtures
