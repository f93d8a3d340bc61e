"""An early plugin (`-p tests.cluster`): a PostgreSQL to throw away, before Django wants one.

Where `DATABASE_URL` is set, that server is used instead; its role has to be allowed to create
databases, and a database of the name in it has to exist.
"""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsdesk import embedded

SECRET_KEY = "only-for-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # A wrapper, because it runs before pytest-django's hook, which reads the settings.
    stack = contextlib.ExitStack()
    early_config.add_cleanup(stack.close)
    # Told to end, pytest then does what it does after Ctrl-C: it tidies up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    data = Path(tempfile.mkdtemp(prefix="newsdesk-tests-"))
    stack.callback(shutil.rmtree, data, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = stack.enter_context(
            embedded.running_cluster(data, durable=False)
        )
    for name in [name for name in os.environ if name.startswith("NEWSDESK_")]:
        del os.environ[name]  # what somebody has set for their own desk
    os.environ |= {
        "NEWSDESK_DATA": str(data),
        "NEWSDESK_SECRET_KEY": SECRET_KEY,
        # The test client speaks plain http. Two busy cores are no reason to fail.
        "NEWSDESK_STATEMENT_TIMEOUT_MS": "30000",
    }
    return (yield)
