"""Permissions by room, as tuples that roles are put together from. A new model of a room adds its lines to that room's part."""

from __future__ import annotations


def models(app_label: str, names: tuple[str, ...], *actions: str) -> tuple[str, ...]:
    """``models("laws", ("instrument",), "view", "add")`` → ``laws.view_instrument``, ``laws.add_instrument``."""
    return tuple(f"{app_label}.{action}_{name}" for name in names for action in actions)


# -- doors ------------------------------------------------------------------------------------------------------------
ADMIN = ("wagtailadmin.access_admin",)
WORKBENCH = ("accounts.enter_workbench",)

# -- laws and topics --------------------------------------------------------------------------------------------------
READ_LAWS = (*models("laws", ("instrument", "instrumentversion", "citation"), "view"), "core.view_topic")
DRAFT_LAWS = (*READ_LAWS, *models("laws", ("instrument", "instrumentversion"), "add", "change"))
REVIEW_LAWS = (
    *DRAFT_LAWS,
    "laws.delete_instrument",
    *models("laws", ("instrumentversion",), "publish", "delete", "lock", "unlock"),
    *models("core", ("topic",), "add", "change", "delete"),
)

# -- editorial content: pages have permissions by place in the tree, below --------------------------------------------
READ_EDITORIAL = ("editorial.view_editorialtask", "editorial.view_editorialimport")
WRITE_EDITORIAL = (*READ_EDITORIAL, "editorial.change_editorialtask", "editorial.add_editorialimport")

# -- rules of wording -------------------------------------------------------------------------------------------------
READ_WORDING = ("wording.view_wordingrule",)
MANAGE_WORDING = models("wording", ("wordingrule",), "view", "add", "change", "delete", "override")

# -- collecting: sources, collected news, outward links ---------------------------------------------------------------
READ_COLLECTING = models("collecting", ("source", "sourcecheck", "collecteditem", "checkedlink"), "view")
COLLECT = (
    *READ_COLLECTING,
    *models("collecting", ("source",), "add", "change", "check"),
    "collecting.decide_collecteditem",
)
APPROVE_SOURCES = (*COLLECT, *models("collecting", ("source",), "delete", "approve"))
# The directory's clerks record when they compared its rows with where they come from.
CHECK_SOURCES = (*models("collecting", ("source", "sourcecheck"), "view"), "collecting.check_source")

# -- the directory ----------------------------------------------------------------------------------------------------
ENTRIES = ("institution", "practitioner", "affiliation")
RECORDS = ("administrativepenalty", "professionalsanction")
RECORD_KINDS = ("penaltykind", "sanctionkind")
DIRECTORY_WORK = ("errorreport", "directoryimport", "directorynotice")
READ_DIRECTORY = models("directory", (*ENTRIES, *RECORDS, *RECORD_KINDS, *DIRECTORY_WORK), "view")
KEEP_DIRECTORY = (
    *READ_DIRECTORY,
    *models("directory", (*ENTRIES, *RECORDS, *DIRECTORY_WORK), "add", "change", "delete"),
    *models("directory", RECORD_KINDS, "add", "change"),  # deleting one would take the word from records
)
# Who may approve is asked once more for each record: nobody approves what they wrote (cms/directory/policies.py).
APPROVE_DIRECTORY = (*READ_DIRECTORY, *models("directory", RECORDS, "approve", "withdraw"))

# -- who a citizen is -------------------------------------------------------------------------------------------------
REVIEW_IDENTITIES = ("accounts.review_identity",)

# -- accounts, settings, the log --------------------------------------------------------------------------------------
READ_ACCOUNTS = ("accounts.view_user", "auth.view_group")
READ_LOG = ("common.view_auditentry",)
MANAGE = (
    *READ_LOG,
    *models("accounts", ("user",), "add", "change", "delete", "view"),
    *models("auth", ("group",), "add", "change", "delete", "view"),
    "core.change_sitesettings",
    *models("wagtailcore", ("site", "workflow", "task"), "add", "change", "delete"),
    *models("wagtailredirects", ("redirect",), "add", "change", "delete"),
)

# -- pages (codenames over all pages) ---------------------------------------------------------------------------------
DRAFT_PAGES = ("add_page", "change_page")
REVIEW_PAGES = (*DRAFT_PAGES, "publish_page", "bulk_delete_page", "lock_page", "unlock_page")

READ_PAGES = ("wagtailcore.view_page",)
"""Every page, published or not, in reports of our own (``portal/accounts/reading``): Wagtail itself asks for it nowhere."""

# -- images and files (over a collection) -----------------------------------------------------------------------------
CHOOSE_FILES = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
USE_FILES = (*CHOOSE_FILES, "wagtailimages.add_image", "wagtaildocs.add_document")
MANAGE_FILES = (
    *USE_FILES,
    *models("wagtailimages", ("image",), "change", "delete"),
    *models("wagtaildocs", ("document",), "change", "delete"),
)
MANAGE_COLLECTIONS = models("wagtailcore", ("collection",), "add", "change", "delete")

# -- what institutions ask to have published --------------------------------------------------------------------------
APPLY_FOR_NOTICES = models("institution_notices", ("noticeapplication",), "view", "add", "change", "delete")
READ_APPLICATIONS = ("institution_notices.view_noticeapplication",)
DECIDE_APPLICATIONS = (*READ_APPLICATIONS, "institution_notices.decide_noticeapplication")

# -- consultations: what may be done to one case is asked in portal/consultations/policies.py -----------------------------
CASE_TABLES = ("authority", "slapolicy", "calendarday", "servicehours")
CASE_TEXTS = ("risknotice", "serviceagreement", "privacyrules", "servicerules")
RESIDENTS = ("residentinstitution", "residentstaff", "dutyshift", "leave")
READ_CASE_TABLES = models("consultations", (*CASE_TABLES, *CASE_TEXTS, *RESIDENTS), "view")
MODERATE_CASES = (
    *READ_CASE_TABLES,
    "consultations.moderate_consultation",
    "consultations.enter_consultation",
    *models("consultations", ("authority",), "add", "change"),
)
ANSWER_CASES = ("consultations.answer_consultation",)
SUPPORT_CASES = (
    "consultations.support_consultation",
    *models("consultations", ("dutyshift", "leave"), "view", "add", "change", "delete"),
)
# What looks like a state secret is opened by this one role alone.
SUPERVISE_CASES = (
    *READ_CASE_TABLES,
    "consultations.supervise_consultation",
    "consultations.open_quarantined",
    "consultations.approve_minor_opening",
)
# The tables and texts of the service, and who its residents are; no case is opened with it.
MANAGE_CASES = (
    *READ_CASE_TABLES,
    *models("consultations", (*CASE_TABLES, *RESIDENTS), "add", "change", "delete"),
    *models("consultations", CASE_TEXTS, "add", "change"),
    "consultations.change_consultationsettings",
    "live_hours.change_livehourssettings",
)

# -- the expert panel: reviews and referrals of one's own; who is of it -------------------------------------------------
WORK_AS_EXPERT = ("expert_panel.review_answer",)
KEEP_PANEL = ("expert_panel.keep_panel",)

# -- complaints: which one somebody may see and handle is asked in portal/complaints/policies.py ----------------------------
HANDLE_COMPLAINTS = ("complaints.handle_complaint",)
MANAGE_COMPLAINTS = ("complaints.change_complaintsettings",)

# -- what is made public of consultations: hidden by one, looked at by another -----------------------------------------------
PREPARE_PUBLICATIONS = ("public_board.prepare_publication", "public_board.approve_publication")
APPROVE_PUBLICATIONS = ("public_board.approve_publication",)

# -- what was sent outside, and could not be --------------------------------------------------------------------------
READ_DELIVERIES = ("notifications.view_delivery",)
MANAGE_DELIVERIES = (*READ_DELIVERIES, "notifications.resend_delivery", "notifications.change_staffcontact")

# -- keeping: legal holds, purging, exports for inquiries ---------------------------------------------------------------
KEEP_RECORDS = (
    "retention.place_hold",
    "retention.propose_purge",
    "retention.export_for_inquiry",
    "retention.view_openings",
)
APPROVE_PURGES = ("retention.approve_purge",)
"""The second person: never somebody who may propose."""
READ_OPENINGS = ("retention.view_openings",)
MANAGE_KEEPING = (*APPROVE_PURGES, "retention.change_retentionsettings")

# -- what the service did, counted (articles 8, 9) -------------------------------------------------------------------------
READ_FIGURES = ("service_figures.view_figures",)
REPORT_FIGURES = (*READ_FIGURES, "service_figures.report_figures", "service_figures.commend")
