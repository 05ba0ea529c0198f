"""Pages of keeping: the public's, and the workbench's."""
