"""The editor's side: applications that wait, and the page on which one is decided."""
