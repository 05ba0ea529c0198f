"""Pages: the citizen's and the workbench's."""
