"""A child that watches deadlines once, dawdling in each transaction before it commits.

Arguments: the moment it is, ISO; seconds to dawdle.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime
from unittest.mock import patch

import django


def main(now: datetime, dawdle: float) -> None:
    """One run of the minute's task."""
    django.setup()
    from portal.consultations.services.time import watching

    tell = watching.tell_moderators

    def slowly(case: object, words: str) -> None:
        tell(case, words)
        time.sleep(dawdle)

    with patch.object(watching, "tell_moderators", slowly):
        watching.watch(now)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]), float(sys.argv[2]))
