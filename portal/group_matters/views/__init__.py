"""Pages of 群体性咨询, all of the workbench."""
