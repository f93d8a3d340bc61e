"""`make bench`: what the desk promises, measured on this machine, as one table.

Promises about speed are ratios between two things measured in turn in one run, medians of several
rounds: a slow or a busy machine moves both sides. The database is one of its own that writes every
commit to the disk, as on any desk. How well copy is read, `extraction` and `uploads` measure on the
development data, without a desk.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from newsdesk import embedded, preparation
from tests.bench import extraction, uploads
from tests.bench.table import Figure, print_table

READING = {"extraction": extraction.measure, "uploads": uploads.measure}
ON_A_DESK = ("verdicts", "pages", "lists", "history")


def main(names: list[str]) -> int:
    """Run the benches named, or all; return 1 where a bar is missed."""
    if unknown := set(names) - {*READING, *ON_A_DESK}:
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}.")
    figures = []
    for name in names or READING:
        if name in READING:
            _announce(name)
            figures += READING[name]()
    if on_a_desk := [name for name in names or ON_A_DESK if name in ON_A_DESK]:
        figures += _set_up_and_measure(on_a_desk)
    print_table(figures)
    return 1 if any(figure.passed is False for figure in figures) else 0


def _announce(name: str) -> None:
    print(f"{name} …", file=sys.stderr, flush=True)


def _set_up_and_measure(names: list[str]) -> list[Figure]:
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


def _measure(names: list[str], data: Path) -> list[Figure]:
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
        for name in names:
            _announce(name)
            figures += benches[name](site)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
