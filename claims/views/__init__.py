"""From a request to an action or a query and back. One module a page."""
