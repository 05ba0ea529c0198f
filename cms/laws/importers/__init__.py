"""Importers: what a source says it has (``SourceRow``), read, grouped into instruments and versions, stored.

``sources`` says what a row is; ``manifest``, ``lawrefbook`` and ``single`` list the rows of a path; ``reading`` gives
the text of a file; ``plan`` groups rows into works and dated texts; ``run`` brings them in, one version a
transaction; ``report`` tells what became of each file. docs/import.md has the rules in words.
"""
