"""``/workbench/cases/NUMBER/answer/``: the editor, its preview, corrections; templates; the law panel."""
