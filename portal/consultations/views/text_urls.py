"""``/consultations/``: the texts, each by its own word, so that no other address below is taken for one."""

from django.urls import path

from portal.consultations.views.texts import TEXTS, text

urlpatterns = [
    *(path(f"{name}/", text, {"name": name}, name=f"consultation_{name}") for name in TEXTS),
    *(path(f"{name}/<str:version>/", text, {"name": name}, name=f"consultation_{name}_version") for name in TEXTS),
]
