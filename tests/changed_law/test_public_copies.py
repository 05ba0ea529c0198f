"""A public copy, and the Q&A that an editor made of it, enter review when the answer behind them is in doubt."""

from __future__ import annotations

import pytest

from cms.editorial.models import KnowledgeQA
from portal.changed_law.services.marking import doubt
from portal.common import clock
from portal.consultations.models import Answer
from portal.notifications.models import Notification
from portal.public_board import deriving
from tests.consultations import builders
from tests.editorial.builders import index_of
from tests.public_board.publications import a_page, public

pytestmark = pytest.mark.django_db


def test_who_approves_is_told_and_the_derived_page_is_due() -> None:
    index_of("knowledge_qa")
    publication = public(a_page(), case=builders.answered())
    page = deriving.make_draft(publication.code, by=builders.person("content_editor"))
    KnowledgeQA.objects.filter(pk=page.pk).update(review_due_on=None)
    moderator, supervisor = builders.person("moderator"), builders.person("supervisor")
    answer = Answer.objects.get(consultation=publication.consultation)
    doubt(answer, "期限算错了。", by=moderator)
    assert KnowledgeQA.objects.get(pk=page.pk).review_due_on == clock.today()
    assert Notification.objects.filter(recipient=supervisor, url="/workbench/publications/").count() == 1
