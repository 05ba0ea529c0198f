"""Images and files, by collection: the editors' own, another room's, one's own."""

from __future__ import annotations

from tests.permissions.actors import ADMINISTRATOR, EDITORS, NOBODY, REVIEWERS
from tests.permissions.declaring import Section, Shut

ADDERS = EDITORS | {"directory_clerk"}
CHOOSERS = ADDERS | {"directory_approver"}
SECTION = Section("files")
add = SECTION.add

for kind, name in (("images", "image"), ("documents", "document")):
    base = f"admin/{kind}"
    thing = {f"{name}_id": name, "doc_id": name, "pk": name}
    own = {f"{name}_id": f"own_{name}", "doc_id": f"own_{name}", "pk": f"own_{name}"}
    several = f"{base}/multiple/<int:{'image_id' if name == 'image' else 'doc_id'}>/"
    edit = f"{base}/<int:image_id>/" if name == "image" else f"{base}/edit/<int:document_id>/"
    delete = f"{base}/<int:image_id>/delete/" if name == "image" else f"{base}/delete/<int:document_id>/"
    # The listings show what somebody may change or choose, and nothing of other collections.
    for part in ("", "results/"):
        add(f"{base}/{part}", ADDERS)
    add(f"{base}/add/", ADDERS, ADDERS)
    add(edit, REVIEWERS, REVIEWERS, case="the editors'", things=thing)
    add(edit, ADDERS, ADDERS, case="own", things=own)
    add(delete, REVIEWERS, REVIEWERS, case="the editors'", things=thing)
    add(delete, ADDERS, ADDERS, case="own", things=own)
    add(f"{base}/usage/<int:{name}_id>/", REVIEWERS, None, things=thing)
    add(f"{base}/multiple/add/", ADDERS, ADDERS)
    add(several, None, REVIEWERS, case="the editors'", things=thing)
    add(several, None, ADDERS, case="own", things=own)
    add(f"{several}delete/", None, REVIEWERS, case="the editors'", things=thing)
    add(f"{several}delete/", None, ADDERS, case="own", things=own)
    for door in (f"create_from_uploaded_{name}", "delete_upload"):
        route = f"{base}/multiple/{door}/<int:uploaded_file_id>/"
        add(route, None, NOBODY, case="another's", things={"uploaded_file_id": f"uploaded_{name}"})
        add(route, None, ADDERS, case="own", things={"uploaded_file_id": f"own_uploaded_{name}"})

    chooser = f"{base}/chooser"
    for part in ("", "results/", "chosen-multiple/"):
        add(f"{chooser}/{part}", CHOOSERS)
    add(f"{chooser}/chosen/<str:pk>/", EDITORS, None, things={"pk": name})
    add(f"{chooser}/create/", ADDERS, ADDERS)

    api = f"admin/api/main/^{kind}/"
    add(api, CHOOSERS)
    add(f"{api}<int:pk>/", EDITORS, None, things={"pk": name})
    add(f"{api}find/", CHOOSERS, query="?id=0", gone="all")

    for action in ("delete", "add_tags", "add_to_collection"):
        SECTION.add_bulk(f"core/custom{name}/{action}", name, CHOOSERS, REVIEWERS)

IMAGE = {"image_id": "image"}
PREVIEW = {**IMAGE, "filter_spec": "=fill-100x100"}
add("admin/images/<int:image_id>/generate_url/", NOBODY, None, things=IMAGE, shut=Shut.ABSENT)
add("admin/images/<int:image_id>/generate_url/output/", NOBODY, None, things=IMAGE, shut=Shut.ABSENT)
add(
    "admin/images/<int:image_id>/preview/<str:filter_spec>/",
    REVIEWERS,
    REVIEWERS,
    things={**IMAGE, "filter_spec": "=fill-100x100"},
)
add("admin/images/chooser/<int:image_id>/select_format/", EDITORS, EDITORS, things=IMAGE)

PLACE = {"pk": "empty_collection", "collection_id": "editorial_collection"}
add("admin/collections/", ADMINISTRATOR)
add("admin/collections/add/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/collections/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=PLACE)
add("admin/collections/<int:pk>/delete/", ADMINISTRATOR, ADMINISTRATOR, things=PLACE, shut=Shut.ABSENT)
add("admin/collections/<int:collection_id>/privacy/", ADMINISTRATOR, ADMINISTRATOR, things=PLACE)
