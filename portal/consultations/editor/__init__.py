"""Writing an answer: articles that are read and checked, words that hold it back or ask, drafts, templates (docs/answering.md)."""
