"""What an auditor reads without being able to change it. Wagtail knows no permission to see a page that is not one to edit it,
so these pages of our own show every page, published or not, with its revisions and what was done to it."""
