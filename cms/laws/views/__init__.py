"""The pages of the law library, a module a page."""
