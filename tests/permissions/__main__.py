"""``python -m tests.permissions``: the matrix as a table, one row an address."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Print it as Markdown: R may read, S may send."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    from portal.accounts.roles import ROLES
    from tests.permissions.actors import ANONYMOUS, NO_ROLE
    from tests.permissions.declaring import sections

    columns = [ANONYMOUS, NO_ROLE, *ROLES]
    for section in sections():
        print(
            f"\n## {section.room}\n\n| address | {' | '.join(columns)} | steps up |\n|---|{'---|' * (len(columns) + 1)}"
        )
        for address in section.addresses:
            marks = ["R" * (who in (address.read or ())) + "S" * (who in (address.send or ())) for who in columns]
            print(f"| `{address.name.replace('|', chr(92) + '|')}` | {' | '.join(marks)} | {address.steps_up} |")


if __name__ == "__main__":
    main()
