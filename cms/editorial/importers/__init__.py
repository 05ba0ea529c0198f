"""Bringing editorial content in from files (docs/import-editorial.md).

``reading`` opens a file and gives its rows; ``columns`` knows what a cell may hold; ``sections`` finds the parts of a running
text, ``prose`` makes paragraphs of it; ``checking`` turns a row into the values of a page; ``matching`` says which page it is
about and what would change; ``run`` is the order of it. Writing is ``cms.editorial.services.importing``.
"""
