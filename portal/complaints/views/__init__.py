"""Pages of complaints: the public's, the complainant's, the workbench's."""
