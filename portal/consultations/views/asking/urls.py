"""``/ask/``."""

from django.urls import path

from portal.consultations.views.asking import checking, files, one_page, personal, receipt, start, wizard

urlpatterns = [
    path("", start.start, name="ask"),
    path("erase/", start.discard, name="ask_discard"),
    path("erased/", start.erased, name="ask_erased"),
    path("without/", start.without, name="ask_without"),
    path("all/", one_page.ask_all, name="ask_all"),
    path("files/", files.files, name="ask_files"),
    path("personal/", personal.personal, name="ask_personal"),
    path("check/", checking.check, name="ask_check"),
    path("receipt/", receipt.receipt, name="ask_receipt"),
    path("noted/", receipt.noted, name="ask_noted"),
    path("<slug:name>/", wizard.step, name="ask_step"),
]
