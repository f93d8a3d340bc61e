"""Copy in: whatever form it comes in, out comes a `Document`. Knows nothing of Django."""
