"""A process that asks for codes to one number, as often as it is told to; prints how many it was given."""

from __future__ import annotations

import sys

import django

django.setup()

from portal.accounts.citizens.bounds import TooOften  # noqa: E402 - Django is set up first
from portal.accounts.citizens.models import CodePurpose  # noqa: E402 - Django is set up first
from portal.accounts.citizens.services.codes import send_code  # noqa: E402 - Django is set up first


def main(phone: str, network: str, times: int) -> None:
    """Ask."""
    given = 0
    for _time in range(times):
        try:
            send_code(phone, CodePurpose.SIGN_IN, network=network)
        except TooOften:
            continue
        given += 1
    print(given, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
