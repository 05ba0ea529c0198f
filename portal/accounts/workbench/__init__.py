"""The workbench's landing page, for those who do not work in the Wagtail admin. What it lists: ``portal.common.workbench``."""
