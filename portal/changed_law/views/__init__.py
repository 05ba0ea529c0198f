"""Pages of 法律变动后的复查, all of the workbench."""
