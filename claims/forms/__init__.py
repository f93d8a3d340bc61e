"""What people type, checked and translated for the actions. One module a page."""
