"""Bringing entries in from CSV and XLSX: lines are read, checked, compared with what is there, and written in chunks.

``reading`` knows files, ``columns`` cells, ``comparing`` what is new, ``writing`` the database, ``run`` the order of it.
"""
