"""Rising issues (article 8): planted bursts are found, shuffled data raise no alarm beyond the rate that is said, and nothing of a
question but words of the public list is ever in clear."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.test import Client

from portal.common.outbox.drain import drain
from portal.consultations.models import AgreementConsent, Consultation
from portal.service_figures.issues.keeping import SINK, write_terms
from portal.service_figures.issues.looking import look, stretches
from portal.service_figures.issues.rising import FALSE_ALARMS, Counted, at_least, rising
from portal.service_figures.issues.vocabulary import EVERYDAY, listed, terms_of
from portal.service_figures.models import IssueTerm
from tests.consultations.builders import accepted, person, submitted
from tests.service_figures.figures import invented

LAST = date(2026, 3, 31)
integration = [pytest.mark.django_db, pytest.mark.integration]


def counts_of(cases: list[tuple[bool, frozenset[str]]]) -> list[Counted]:
    words = sorted({word for _is_later, held in cases for word in held})
    return [
        Counted(
            word,
            later := sum(is_later and word in held for is_later, held in cases),
            sum(not is_later and word in held for is_later, held in cases),
            later,
        )
        for word in words
    ]


def some_cases(chance: random.Random, count: int = 800) -> list[tuple[bool, frozenset[str]]]:
    words = [f"词{number:02d}" for number in range(40)]
    common = {word: chance.uniform(0.005, 0.2) for word in words}
    return [
        (chance.random() < 0.25, frozenset(word for word in words if chance.random() < common[word]))
        for _number in range(count)
    ]


def test_a_planted_burst_is_found_first() -> None:
    cases = some_cases(random.Random(7))
    planted = [
        (is_later, held | {"健身房"} if is_later and place % 6 == 0 else held)
        for place, (is_later, held) in enumerate(cases)
    ]
    later = sum(is_later for is_later, _held in planted)
    found = rising(counts_of(planted), later, len(planted) - later)
    assert found[0].counted.word == "健身房"
    assert found[0].ratio is None


def test_shuffled_data_raise_no_more_false_alarms_than_the_rate_that_is_said() -> None:
    chance, looks, alarmed = random.Random(2026), 60, 0
    for _look in range(looks):
        cases = some_cases(chance, 400)
        later = sum(is_later for is_later, _held in cases)
        alarmed += bool(rising(counts_of(cases), later, len(cases) - later))
    assert alarmed / looks <= FALSE_ALARMS


def test_few_askers_raise_nothing_however_rare_the_word_was() -> None:
    assert rising([Counted("征地", 40, 0, 4)], 100, 1000) == []
    assert [each.counted.word for each in rising([Counted("征地", 40, 0, 5)], 100, 1000)] == ["征地"]


def test_the_tail_of_the_binomial_is_exact() -> None:
    assert at_least(0, 10, 0.25) == 1.0
    assert at_least(2, 2, 0.25) == pytest.approx(0.0625)
    assert at_least(1, 3, 0.5) == pytest.approx(0.875)


def test_words_are_those_of_the_list_the_longest_at_a_place_and_nothing_else() -> None:
    words = listed([("劳动人事", ["炒鱿鱼"])])
    assert terms_of("我叫王小明，在健身房被炒鱿鱼，没有劳动合同，电话13812345678", words) == {
        "健身房",
        "炒鱿鱼",
        "劳动合同",
    }
    assert all(2 <= len(word) <= 20 for word in words)
    assert not any(character.isdigit() for word in EVERYDAY for character in word)


class TestKept:
    """What is written of a question."""

    pytestmark = integration

    def words(self, case: Consultation) -> set[str]:
        write_terms([case.receipt_number])
        return set(IssueTerm.objects.filter(consultation=case).values_list("term", flat=True))

    def test_words_are_written_once_a_question_was_accepted(self, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=False):
            case = accepted(question="健身房关门了，预付卡里的钱能不能退费？")
        drain(SINK)
        assert set(case.issue_terms.values_list("term", flat=True)) == {"健身房", "预付卡", "退费"}

    def test_nothing_is_written_of_minors_of_what_is_quarantined_or_without_consent(self) -> None:
        case = submitted(question="健身房关门了，预付卡里的钱能不能退费？")
        assert self.words(case)
        Consultation.objects.filter(pk=case.pk).update(is_of_minor=True)
        assert self.words(case) == set()
        Consultation.objects.filter(pk=case.pk).update(is_of_minor=False, is_quarantined=True)
        assert self.words(case) == set()
        Consultation.objects.filter(pk=case.pk).update(is_quarantined=False)
        AgreementConsent.objects.filter(consultation=case).update(purposes=["answer", "sensitive"])
        assert self.words(case) == set()

    def test_what_becomes_quarantined_later_is_counted_no_more(self) -> None:
        later, earlier = stretches(LAST)
        invented(60, 1, later, words=("帮信罪",))
        invented(60, 2, earlier)
        write_terms(list(Consultation.objects.values_list("receipt_number", flat=True)))
        assert "帮信罪" in {each.counted.word for each in look(LAST).words}
        Consultation.objects.filter(submitted_at__gte=later.span[0]).update(is_quarantined=True)
        assert look(LAST).words == []

    def test_a_rising_word_opens_its_rows_and_equals_their_number(self, client: Client) -> None:
        later, earlier = stretches(LAST)
        invented(60, 1, later, words=("帮信罪",))
        invented(60, 2, earlier)
        write_terms(list(Consultation.objects.values_list("receipt_number", flat=True)))
        client.force_login(person("supervisor"))
        page = client.get(f"/workbench/service-figures/rising/?on={LAST}").content.decode()
        row = page.partition('data-cell="帮信罪"')[2]
        link = row.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        shown = row.partition("帮信罪 </span>")[2].partition("<")[0]
        behind = client.get(link).content.decode()
        assert f"<strong data-value>{shown}</strong>" in behind
        before = row.partition("之前十二周 </span>")[2].partition("<")[0]
        link = row.partition('href="')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        assert not before or f"<strong data-value>{before}</strong>" in client.get(link).content.decode()
        assert int(shown) == next(e for e in look(LAST).words if e.counted.word == "帮信罪").counted.later
