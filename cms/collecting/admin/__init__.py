"""Sources, the inbox of collected news, broken links, and what the dashboard says of them."""
