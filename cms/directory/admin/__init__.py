"""The directory in the Wagtail admin: modeladmin for lists and forms, our own views for the life of a record, imports, letters.

Nothing here writes a row: forms read what was typed, services decide. Every view asks for the permission itself, and none
relies on a button that is not shown.
"""
