"""The wording rules in the Wagtail admin: the rules, trying them out, what a page's editor is shown."""
