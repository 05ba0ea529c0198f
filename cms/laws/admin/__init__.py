"""The law library in the Wagtail admin: lists, forms, the upload with its check, previews, the dashboard's panels."""
