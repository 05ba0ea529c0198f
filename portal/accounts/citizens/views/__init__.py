"""Pages: the citizen's sign-in and account, and the reviewers' part of the workbench."""
