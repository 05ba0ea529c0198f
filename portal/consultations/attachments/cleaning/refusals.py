"""Why a file is not kept: a code, put into words by whoever asked."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not kept; ``code`` says why (``portal.consultations.attachments.words``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
