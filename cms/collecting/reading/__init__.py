"""Reading what was fetched: feeds, sitemaps, pages. Bytes in, plain facts out; nothing here asks a network or a database."""
