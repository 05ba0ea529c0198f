"""Public consultations as the API shows them: ``PublicPage``, and the articles as they were and are."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.models import Topic
from portal.public_board.catalogue import PublicCase

API_ROOT = "/api/v2/consultations/"


class ConsultationTopicSerializer(serializers.ModelSerializer[Topic]):
    """The topic of a consultation."""

    class Meta:
        model = Topic
        fields = ("code", "name")


class ConsultationSerializer(serializers.Serializer[PublicCase]):
    """What a list shows of a public consultation."""

    code = serializers.CharField(help_text="What the public calls it by; unrelated to the receipt number.")
    kind = serializers.SerializerMethodField(help_text="As in search results: consultation.")
    title = serializers.CharField(source="page.title")
    summary = serializers.CharField(source="lead", help_text="The beginning of the first conclusion.")
    topic = ConsultationTopicSerializer(allow_null=True)
    asked_on = serializers.DateField(source="page.asked_on")
    law_on = serializers.DateField(source="page.law_on", help_text="The day whose law the answers rest on.")
    published_at = serializers.DateTimeField()
    url = serializers.CharField(help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    def get_kind(self, case: PublicCase) -> str:
        """Give the kind."""
        return "consultation"

    def get_api_url(self, case: PublicCase) -> str:
        """Give the address of the whole."""
        return f"{API_ROOT}{case.code}/"


class CitedArticleSerializer(serializers.Serializer[Any]):
    """An article that an answer rests on, with its words on the day it was cited for."""

    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    is_outside = serializers.BooleanField(help_text="Not in the law library: no words, no changes known.")
    about = serializers.CharField(help_text="Which day's law it is.")
    text = serializers.SerializerMethodField(help_text="The words of that day, a line a paragraph or item.")
    since = serializers.CharField(allow_blank=True, help_text="What has become of the article since.")

    def get_text(self, article: Any) -> str:
        """Give the words."""
        return "\n".join(line.text for line in article.lines)


class PublicAnswerSerializer(serializers.Serializer[Any]):
    """One answer in its four sections."""

    heading = serializers.CharField()
    is_expert = serializers.BooleanField(help_text="Answered by the expert panel.")
    staff_code = serializers.CharField(allow_blank=True, help_text="Who answered, by code; empty for the panel.")
    answered_on = serializers.DateField()
    further = serializers.CharField(allow_blank=True, help_text="The further question it answers.")
    conclusion = serializers.SerializerMethodField()
    legal_basis = serializers.SerializerMethodField()
    reasoning = serializers.SerializerMethodField()
    next_steps = serializers.SerializerMethodField()
    articles = CitedArticleSerializer(many=True)

    def get_conclusion(self, answer: Any) -> str:
        """Give the section."""
        return _section(answer, "conclusion")

    def get_legal_basis(self, answer: Any) -> str:
        """Give the section."""
        return _section(answer, "legal_basis")

    def get_reasoning(self, answer: Any) -> str:
        """Give the section."""
        return _section(answer, "reasoning")

    def get_next_steps(self, answer: Any) -> str:
        """Give the section."""
        return _section(answer, "next_steps")


class WholeConsultationSerializer(ConsultationSerializer):
    """A whole public consultation; the context brings ``shown``, as the page shows it."""

    question = serializers.CharField(source="page.question")
    facts = serializers.ListField(child=serializers.CharField(), source="page.facts", help_text="What was added later.")
    files = serializers.ListField(
        child=serializers.CharField(), source="page.files", help_text="Names alone; files are never public."
    )
    answers = serializers.SerializerMethodField()
    banners = serializers.SerializerMethodField(
        help_text="What readers must be told: that an answer is looked at again, and which articles have changed."
    )

    @extend_schema_field(PublicAnswerSerializer(many=True))
    def get_answers(self, case: PublicCase) -> Any:
        """Give the answers in their order."""
        return PublicAnswerSerializer(self.context["shown"].answers, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_banners(self, case: PublicCase) -> list[str]:
        """Give one sentence for a doubt and one an article."""
        shown = self.context["shown"]
        return [*filter(None, [shown.doubt]), *shown.banner]


def _section(answer: Any, name: str) -> str:
    return next((section.text for section in answer.sections if section.name == name), "")
