"""A matter of many people, answered once for all its askers (article 29, second paragraph)."""
