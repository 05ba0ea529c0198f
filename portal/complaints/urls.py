"""Addresses of 投诉: everybody's, the complainant's, the workbench's."""

from django.urls import path

from portal.complaints.views import own, public
from portal.complaints.views.workbench import complaints, figures, statements

urlpatterns = [
    path("complaints/", public.about, name="complaints_about"),
    path("complaints/new/", public.new, name="complaint_new"),
    path("complaints/receipt/", public.receipt, name="complaint_receipt"),
    path("complaints/mine/", public.mine, name="my_complaints"),
    path("complaints/mine/leave/", public.leave, name="my_complaints_leave"),
    path("complaints/mine/<slug:number>/", own.one, name="my_complaint"),
    path("complaints/mine/<slug:number>/<slug:act>/", own.act, name="my_complaint_act"),
    path("complaints/of/<slug:number>/", own.of_case, name="complain_of_case"),
    path("workbench/complaints/", complaints.complaints, name="complaints"),
    path("workbench/complaints/figures/", figures.figures, name="complaint_figures"),
    path("workbench/complaints/statements/", statements.statements, name="complaint_statements"),
    path("workbench/complaints/statements/<int:pk>/", statements.statement, name="complaint_statement"),
    path("workbench/complaints/<slug:number>/", complaints.complaint, name="complaint"),
    path("workbench/complaints/<slug:number>/person/", complaints.person, name="complaint_person"),
    path("workbench/complaints/<slug:number>/do/<slug:code>/", complaints.act, name="complaint_act"),
]
