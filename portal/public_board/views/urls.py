"""Addresses of those who take part in a publication."""

from django.urls import path

from portal.public_board.views import asking_removal, mine, workbench

MINE = "consultations/mine/<slug:number>/publication/"
WORK = "workbench/publications/"

urlpatterns = [
    path(MINE, mine.my_publication, name="my_publication"),
    path(f"{MINE}want/", mine.want, name="my_publication_want"),
    path(f"{MINE}consent/", mine.consent, name="my_publication_consent"),
    path(f"{MINE}decline/", mine.decline, name="my_publication_decline"),
    path(f"{MINE}withdraw/", mine.withdraw, name="my_publication_withdraw"),
    path("consultations/public/<slug:code>/report/", asking_removal.report, name="publication_report"),
    path(WORK, workbench.publications, name="publications"),
    path(f"{WORK}<slug:code>/", workbench.publication, name="publication"),
    path(f"{WORK}<slug:code>/mark/", workbench.mark, name="publication_mark"),
    path(f"{WORK}<slug:code>/approve/", workbench.approve, name="publication_approve"),
    path(f"{WORK}<slug:code>/send-back/", workbench.send_back, name="publication_send_back"),
    path(f"{WORK}<slug:code>/refuse/", workbench.refuse, name="publication_refuse"),
    path(f"{WORK}<slug:code>/take-down/", workbench.take_down, name="publication_take_down"),
    path(f"{WORK}<slug:code>/removals/<int:pk>/", workbench.decide, name="publication_removal"),
]
