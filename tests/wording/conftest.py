"""People at the admin's door, one a role."""

from tests.admin.conftest import person, signed_in

__all__ = ["person", "signed_in"]
