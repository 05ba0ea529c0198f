"""The permission matrix: who may do what at which address (docs/permissions.md). Sections by room declare it, tests try it."""
