"""`make bench`: what the desk promises about speed, measured on this machine, as one table.

Promises are ratios between two things measured in turn in one run, medians of several rounds: a
slow or a busy machine moves both sides. The database is one of its own that writes every commit to
the disk, as on any desk.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from newsdesk import embedded, preparation
from tests.bench.table import print_table


def main(names: list[str]) -> int:
    """Run the benches named, or all; return 1 where a bar is missed."""
    with contextlib.ExitStack() as stack:
        data = Path(tempfile.mkdtemp(prefix="newsdesk-bench-"))
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        for name in [name for name in os.environ if name.startswith("NEWSDESK_")]:
            del os.environ[name]  # what somebody has set for their own desk
        os.environ |= {
            "DATABASE_URL": stack.enter_context(embedded.running_cluster(data, durable=True)),
            "NEWSDESK_DATA": str(data),
            "NEWSDESK_SECRET_KEY": "only-for-benches-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        }
        with contextlib.redirect_stdout(io.StringIO()):  # the password of an admin nobody needs
            preparation.prepare(seed=False)
        return _measure(names, data)


def _measure(names: list[str], data: Path) -> int:
    # Not above: these need the settings, and the settings need the database.
    from tests.bench import history, lists, pages, verdicts
    from tests.bench.site import running_server

    benches = {
        "verdicts": verdicts.measure,
        "pages": pages.measure,
        "lists": lists.measure,
        "history": history.measure,
    }
    figures = []
    with running_server(data) as site:
        for name in names or benches:
            print(f"{name} …", file=sys.stderr, flush=True)
            figures += benches[name](site)
    print_table(figures)
    return 1 if any(figure.passed is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
