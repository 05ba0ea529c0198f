"""Pages of live hours: the citizen's, the workbench's; and of answers on paper."""
