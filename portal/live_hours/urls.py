"""Addresses of 在线即时咨询 and of answers on paper."""

from django.urls import path

from portal.live_hours.views import citizen, figures, paper, workbench

urlpatterns = [
    path("ask/live/", citizen.start, name="live_ask"),
    path("consultations/mine/<slug:number>/live/", citizen.page, name="live_mine"),
    path("consultations/mine/<slug:number>/live/lines/", citizen.lines, name="live_mine_lines"),
    path("consultations/mine/<slug:number>/live/leave/", citizen.leave, name="live_mine_leave"),
    path("workbench/live/", workbench.queue, name="live_queue"),
    path("workbench/live/waiting/", workbench.waiting, name="live_waiting"),
    path("workbench/live/figures/", figures.figures, name="live_figures"),
    path("workbench/live/take/", workbench.take_one, name="live_take"),
    path("workbench/live/<slug:number>/", workbench.page, name="live_case"),
    path("workbench/live/<slug:number>/lines/", workbench.lines, name="live_case_lines"),
    path("workbench/paper/", paper.papers, name="live_papers"),
    path("workbench/paper/<slug:number>/", paper.sheet, name="live_paper"),
]
