"""A child that fills a new installation, or tells what is in one: a digest of each table's rows, as JSON.

Arguments: ``fill`` or ``tell``.
"""

from __future__ import annotations

import hashlib
import json
import sys

import django


def main(act: str) -> None:
    """Fill, then tell."""
    django.setup()
    from tests.consultations import builders
    from tests.consultations.records.lives import long_life

    if act == "fill":
        from django.core.management import call_command

        call_command("build_site", verbosity=0, stdout=sys.stderr)
        long_life()
        builders.submitted()
    print(json.dumps(digests()))


def digests() -> dict[str, str]:
    """SHA-256 of the rows of each table that a backup holds."""
    from portal.operations.backup.rows import read_rows, tables

    return {model._meta.label: hashlib.sha256(b"".join(read_rows(model))).hexdigest() for model in tables()}


if __name__ == "__main__":
    main(sys.argv[1])
