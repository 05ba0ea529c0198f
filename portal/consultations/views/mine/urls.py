"""``/consultations/mine/``."""

from django.urls import path

from portal.consultations.views.mine import acts, case, entering, files, lost, taking_along

urlpatterns = [
    path("", entering.mine, name="my_cases"),
    path("leave/", entering.leave, name="my_cases_leave"),
    path("lost/", lost.lost, name="my_cases_lost"),
    path("lost/code/", lost.code, name="my_cases_code"),
    path("<slug:number>/", case.my_case, name="my_case"),
    path("<slug:number>/reminder.ics", taking_along.reminder, name="my_case_reminder"),
    path("<slug:number>/next-steps/", taking_along.next_steps, name="my_case_next_steps"),
    path("<slug:number>/files/", files.my_case_files, name="my_case_files"),
    path("<slug:number>/join/", acts.my_case_join, name="my_case_join"),
    path("<slug:number>/<slug:act>/", acts.my_case_act, name="my_case_act"),
]
