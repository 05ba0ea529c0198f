"""``/workbench/``: the rooms of the message board."""

from django.urls import path

from portal.consultations.views.workbench import (
    acting,
    authorities,
    case,
    cases,
    erasures,
    figures,
    minors,
    queue,
    residents,
    roster,
    screening,
    screening_acts,
)

urlpatterns = [
    path("queue/", queue.queue, name="case_queue"),
    path("queue/take/", queue.take, name="case_take"),
    path("cases/", cases.cases, name="workbench_cases"),
    path("cases/<slug:number>/", case.case, name="workbench_case"),
    path("cases/<slug:number>/conflict/", case.conflict, name="case_conflict"),
    path("cases/<slug:number>/notes/", case.note, name="case_note"),
    path("cases/<slug:number>/do/<slug:code>/", acting.act, name="case_act"),
    path("screening/", screening.queue, name="screening"),
    path("screening/<slug:number>/", screening.case, name="screening_case"),
    path("screening/<slug:number>/verdict/", screening.verdict, name="screening_verdict"),
    path("screening/<slug:number>/do/<slug:code>/", screening_acts.act, name="screening_act"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/new/", authorities.write, name="authority_new"),
    path("authorities/<slug:code>/", authorities.edit, name="authority"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<slug:number>/", erasures.erasure, name="erasure"),
    path("minors/", minors.minors, name="minor_openings"),
    path("roster/", roster.roster, name="roster"),
    path("figures/", figures.figures, name="own_figures"),
    path("residents/", residents.residents, name="residents"),
    path("residents/appoint/", residents.appoint, name="resident_appoint"),
    path("residents/<str:code>/", residents.resident, name="resident"),
]
