"""What holds for all tests."""

import gc


def pytest_collection_finish() -> None:
    """Look for garbage no more in what collecting has made: it is large and stays."""
    gc.collect()
    gc.freeze()
