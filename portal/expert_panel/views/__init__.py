"""Pages of the panel, all of them behind the workbench's door."""
