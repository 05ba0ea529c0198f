"""The labelled texts as answered cases, published by the services with the labelled spans as what a person marked."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import pytest

from portal.common import clock
from portal.common.redaction import Kind
from portal.common.redaction_wide import Mark
from portal.consultations.models import Answer, Attachment, Consultation, FurtherQuestion
from portal.consultations.services.intake.numbers import new_receipt_number
from portal.public_board.models import Publication
from tests.consultations import builders as people
from tests.public_board.redaction import TEXTS

TOPICS = ("labour", "debt", "contract", "property")
HIDDEN = "〔已隐去〕"
_PARTING = re.compile(r"[\s\-－—_·.]")


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text."""

    name: str
    parts: dict[str, str]
    spans: tuple[tuple[str, int, int, str], ...]

    @property
    def secrets(self) -> frozenset[str]:
        """What is marked, as it was written."""
        return frozenset(self.parts[part][start:end] for part, start, end, _kind in self.spans)


def texts() -> list[Text]:
    """All labelled texts."""
    rows = (json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines())
    return [Text(row["id"], row["parts"], tuple(tuple(span) for span in row["spans"])) for row in rows]


def cases(of: Iterable[Text], citizen: Any) -> Iterator[tuple[Text, Consultation]]:
    """Answered cases that say what the texts say. Copies of one that the services made: five hundred walks through intake,
    claim and answer would take minutes and show nothing of publishing."""
    pattern = people.answered(by=citizen)
    first, now = Answer.objects.get(consultation=pattern), clock.now()
    for place, text in enumerate(of):
        case = _copy(
            pattern,
            receipt_number=new_receipt_number(),
            submission_key=secrets.token_hex(32),
            question=text.parts["question"],
            topic=people.topic(TOPICS[place % len(TOPICS)]),
        )
        _copy(first, consultation=case, conclusion=text.parts["answer"])
        if "further" in text.parts:
            reply = _copy(first, consultation=case, kind="further", conclusion="可以，办法和上面一样。")
            FurtherQuestion.objects.create(
                consultation=case, text=text.parts["further"], salt=secrets.token_hex(16), asked_at=now, answer=reply
            )
        if "file" in text.parts:
            Attachment.objects.create(
                consultation=case, key=uuid.uuid4(), name=text.parts["file"], kind="jpeg", size=1, uploaded_at=now
            )
        yield text, case


class Publishing:
    """The people who publish, and the way of each case through the services. What is barred from publication for what it is
    about (health, children) is let through: what is looked at here is what a page says, not which pages there are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from portal.public_board.services import preparing, wanting

        monkeypatch.setattr(preparing, "barred", lambda *_args: ())
        monkeypatch.setattr(wanting, "reasons", lambda *_args: iter(()))
        self.first, self.second = people.person("moderator"), people.person("moderator")

    def publish(self, text: Text, case: Consultation) -> Publication:
        """Wanted, hidden by one, approved by another, agreed to by the citizen."""
        from portal.public_board.services import consenting, preparing, wanting

        publication = wanting.want(case, by=case.citizen)
        publication = preparing.prepare(publication, marks(text, case), by=self.first)
        cleared = {one.words: "不是个人信息" for one in preparing.to_clear(publication)}
        publication = preparing.approve(publication, cleared, by=self.second)
        return consenting.consent(publication, publication.content_digest, True, by=case.citizen)

    def withdraw(self, case: Consultation) -> None:
        """Taken back by the citizen."""
        from portal.public_board.services import withdrawing

        withdrawing.withdraw(case, by=case.citizen)


def marks(text: Text, case: Consultation) -> list[Mark]:
    """The labelled spans in the parts of the case."""
    answer = case.answers.get(kind="first")
    names = {"question": "question", "answer": f"answer:{answer.pk}:conclusion"}
    for row in case.further.all():
        names["further"] = f"further:{row.pk}"
    for row in case.attachments.all():
        names["file"] = f"file:{row.pk}"
    return [Mark(names[part], start, end, Kind.NAME, HIDDEN) for part, start, end, _kind in text.spans]


def folded(words: str) -> str:
    """NFKC, letters small, without what may stand between digits."""
    return _PARTING.sub("", unicodedata.normalize("NFKC", words)).casefold()


def forms(secret: str) -> frozenset[str]:
    """How a secret might come out: as it was written, folded, its digits alone where they say something."""
    digits = "".join(character for character in folded(secret) if character.isdigit())
    return frozenset({secret, folded(secret)} | ({digits} if len(digits) >= 7 else set()))


def _copy(row: Any, **changes: Any) -> Any:
    made = copy(row)
    made._state = copy(row._state)
    made._state.adding, made.pk = True, None
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
