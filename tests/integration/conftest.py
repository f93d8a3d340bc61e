import pytest


@pytest.fixture(autouse=True, scope="session")
def _static_files(static_files: None) -> None:
    """Pages name their files by hash."""
