"""What a page shows: one module a page, finished values, a constant number of statements."""
