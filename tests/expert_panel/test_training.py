"""Past disagreements as training cases: nobody in them, released by a person, tried before the experts' marks are seen."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.consultations.models import Consultation
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen.erasing import grant_erasure
from portal.expert_panel.models import Criterion, Mark, TrainingCase
from portal.expert_panel.services import training
from portal.expert_panel.services.figures import agreement_by_criterion
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.expert_panel import panel

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
ALL_GOOD = {str(code): int(Mark.GOOD) for code in Criterion}


@pytest.fixture(autouse=True)
def doubled() -> None:
    panel.settle(double_percent=100)
    panel.expert()
    panel.expert()


def disagreed(case: Consultation | None = None) -> TrainingCase | None:
    first, second = panel.sampled(case)
    panel.finished(first)
    panel.finished(second, panel.marks(3, accurate=1), "wrong")
    return TrainingCase.objects.filter(sample=first.sample).first()


def test_two_experts_who_agree_make_no_training_case() -> None:
    first, second = panel.sampled()
    panel.finished(first)
    panel.finished(second)
    assert not TrainingCase.objects.exists()


def test_a_disagreement_becomes_one_without_anybody_in_it() -> None:
    question = "我叫王小明，电话13812345678，在示范启明科技有限公司上班，对方张示例拖欠工资，怎么办？"
    staff = builders.resident()
    made = disagreed(builders.answered(staff, question=question, other_side="张示例"))
    assert made is not None
    everything = f"{made.question}{made.answer}{made.opinions}"
    gone = ("王小明", "13812345678", "示范启明科技", "张示例", staff.code, staff.practitioner.name)
    assert [word for word in gone if word in everything] == []
    assert "拖欠工资" in made.question


@pytest.mark.parametrize(
    "values",
    [
        {"question": "丈夫家暴，怎么办？我想离婚。"},
        {"question": "我的孩子在学校受伤，谁来赔？"},
        {"question": "体检查出乙肝，公司不录用我，可以吗？"},
        {"question": "公司领导性骚扰，怎么取证？"},
        {"age_band": "from_14"},
    ],
)
def test_of_children_violence_sexual_matters_and_health_there_is_none(values: dict) -> None:
    case = builders.claimed(**values)
    builders.first_answer(case)
    assert disagreed(panel.fresh(case)) is None


@pytest.mark.parametrize("code", ["family_violence", "medical", "minors_and_elderly"])
def test_nor_of_their_topics(code: str) -> None:
    assert disagreed(builders.answered(topic=builders.topic(code))) is None


def test_residents_read_it_once_a_supervisor_has_released_it() -> None:
    made, staff = disagreed(), builders.resident()
    assert made is not None
    assert not training.cases_for(staff).exists()
    with pytest.raises(PermissionDenied):
        training.release(made, "", by=staff.user)
    training.release(made, "三个月", by=builders.person("supervisor"))
    shown = training.cases_for(staff).get()
    assert "三个月" not in shown.question
    assert "〔隐去〕" in shown.question


def test_never_an_answer_of_ones_own() -> None:
    staff = builders.resident()
    made = disagreed(builders.answered(staff))
    assert made is not None
    training.release(made, "", by=builders.person("supervisor"))
    assert not training.cases_for(staff).exists()


@pytest.mark.parametrize("shut", [{"is_quarantined": True}, {"is_of_minor": True}, {"age_band": "from_14"}])
def test_what_is_shut_away_later_is_gone(shut: dict) -> None:
    made, staff = disagreed(), builders.resident()
    assert made is not None
    training.release(made, "", by=builders.person("supervisor"))
    Consultation.objects.filter(pk=made.sample.answer.consultation.pk).update(**shut)
    assert not training.cases_for(staff).exists()


def test_article_32_erasure_takes_it_along() -> None:
    made = disagreed()
    assert made is not None
    case = made.sample.answer.consultation
    request = citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    grant_erasure(request, "依照规范第三十二条保存两年。", by=builders.person("moderator"))
    assert not TrainingCase.objects.exists()


def test_the_first_try_counts_and_is_whole() -> None:
    made, staff = disagreed(), builders.resident()
    assert made is not None
    with pytest.raises(ValidationError) as refused:
        training.mark(made, ALL_GOOD | {"accurate": 0}, staff)
    assert "mark_accurate" in refused.value.message_dict
    training.mark(made, ALL_GOOD, staff)
    again = training.mark(made, ALL_GOOD | {"accurate": 1}, staff)
    assert again.marks["accurate"] == Mark.GOOD


def test_agreement_is_counted_from_pairs_by_criterion() -> None:
    disagreed()
    first, second = panel.sampled()
    panel.finished(first, panel.marks(2))
    panel.finished(second, panel.marks(2))
    panel.sampled()  # one that nobody has done
    rows = {row.code: row.found for row in agreement_by_criterion()}
    assert (rows["accurate"].count, rows["accurate"].equal) == (2, 1)
    assert (rows["complete"].count, rows["complete"].equal) == (2, 2)
    assert rows["complete"].kappa == pytest.approx(1)
    # 3-1 and 2-2: observed ½; by chance ½, 1, 0, ½ over four: ½; no better than chance.
    assert rows["accurate"].kappa == pytest.approx(0)


def test_who_asked_reads_nothing_of_what_experts_said_of_the_answer() -> None:
    supervisor, asker = builders.person("supervisor"), builders.resident()
    first = disagreed(builders.answered(by=supervisor))
    second = disagreed(builders.answered(by=asker.user))
    assert first is not None
    assert second is not None
    assert first not in training.cases_open_to(supervisor)
    for one in (first, second):
        training.release(one, "", by=builders.person("supervisor"))
    assert list(training.cases_for(asker)) == [first]
    with pytest.raises(TrainingCase.DoesNotExist):
        training.release(first, "", by=supervisor)
    browser = browser_of(supervisor)
    assert browser.get(f"/workbench/panel/training/{first.pk}/").status_code == 404
    assert browser.get(f"/workbench/panel/training/{second.pk}/").status_code == 200
