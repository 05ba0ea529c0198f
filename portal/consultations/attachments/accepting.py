"""The door for files: each is taken or refused by itself, with a sentence, so that one bad file costs nobody the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File

from portal.consultations.attachments.cleaning.refusals import Refused
from portal.consultations.attachments.limits import MOST_BYTES, MOST_FILES
from portal.consultations.attachments.scanning import Verdict, scan
from portal.consultations.attachments.words import words_of
from portal.consultations.attachments.workshop import Cleaned, clean


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``cleaned`` and the scanner's ``verdict``, or ``code`` and ``error`` (why it was refused)."""

    name: str
    cleaned: Cleaned | None = None
    verdict: Verdict = Verdict.OFF
    code: str = ""

    @property
    def error(self) -> str:
        """The reason in plain words; empty for a file that was taken."""
        return words_of(self.code) if self.code else ""


def accept(files: Sequence[File], *, already: int = 0) -> list[Outcome]:
    """Look at uploaded files in their order, ``already`` being the number a consultation has. Nothing is stored.

    A file beyond MOST_FILES or MOST_BYTES is refused unread. What the scanner could not be asked about comes back cleaned with
    ``Verdict.UNAVAILABLE``: it may be kept, and must not be served before the scanner has seen it.
    """
    outcomes, room = [], MOST_FILES - already
    for file in files:
        outcome = _looked_at(file) if room > 0 else Outcome(file.name or "", code="too_many")
        room -= outcome.cleaned is not None
        outcomes.append(outcome)
    return outcomes


def _looked_at(file: File) -> Outcome:
    name = file.name or ""
    try:
        if file.size > MOST_BYTES:
            raise Refused("too_large")
        file.seek(0)
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Refused("too_large")
        cleaned = clean(content)
        verdict = scan(
            content
        )  # what came, not what is left of it: that is what would tell of a sender's infected device
        if verdict is Verdict.INFECTED:
            raise Refused("infected")
    except Refused as refusal:
        return Outcome(name, code=refusal.code)
    return Outcome(name, cleaned, verdict)
