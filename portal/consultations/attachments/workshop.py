"""The walls around ``cleaning``: a child process with little memory, little time, no environment, and only bytes in and out.

Decoders of pictures and PDF are where a crafted file strikes; what it strikes here holds no database connection and no key,
and cannot grow beyond its limits.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.consultations.attachments.cleaning.refusals import Refused
from portal.consultations.attachments.limits import LIMITS, Limits

AT_ONCE = 2
"""Files that one process of the portal has cleaned at a time: memory is what a flood of uploads would take."""
_BENCHES = threading.BoundedSemaphore(AT_ONCE)
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from cleaning.bench import main; main(sys.argv[2])"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file: ``kind`` is ``jpeg``, ``png`` or ``pdf``; sides in pixels, None for a PDF."""

    content: bytes
    kind: str
    pages: int
    width: int | None
    height: int | None


def clean(content: bytes, limits: Limits = LIMITS) -> Cleaned:
    """Rebuild a stranger's file. Raises Refused with the code of the reason; ``too_long`` and ``unpacked`` where the file broke
    out of its time or its memory."""
    command = [sys.executable, "-I", "-c", _PROGRAM, str(Path(__file__).parent), json.dumps(asdict(limits))]
    with _BENCHES:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=limits.wait, check=False, cwd="/", env={}
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("too_long") from error
    head, _newline, kept = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:  # killed at a limit, or a decoder fell over
        raise Refused("unpacked")
    facts = json.loads(head)
    if "refused" in facts:
        raise Refused(facts["refused"])
    return Cleaned(kept, facts["kind"], facts["pages"], facts["width"], facts["height"])
