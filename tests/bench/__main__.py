"""`make bench`: what the desk promises, measured on this machine, as one table.

`python -m tests.bench NAME …` measures some sections only; `--misses` lists what was read wrongly
in those that read texts. How well copy is read is measured on the development data beside the
repository, or where that is absent on what samples there are, and without a desk.

Promises about speed are ratios between two things measured in turn in one run, or bars so far off
that a slow machine holds them too. The desk has a database of its own that writes every commit to
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
from tests.bench import (
    anchoring,
    dates,
    extraction,
    finding,
    quantities,
    quotations,
    sentences,
    uploads,
    worthiness,
)
from tests.bench.table import Figure, print_table

READING = {
    "extraction": extraction.measure,
    "uploads": uploads.measure,
    "anchoring": anchoring.measure,
    "sentences": sentences.measure,
    "quantities": quantities.measure,
    "dates": dates.measure,
    "quotations": quotations.measure,
    "worthiness": worthiness.measure,
    "finding": finding.measure,
}
ON_A_DESK = ("verdicts", "pages", "lists", "history")


def main(arguments: list[str]) -> int:
    """Run the benches named, or all; return 1 where a bar is missed."""
    names = [name for name in arguments if name != "--misses"]
    if unknown := set(names) - {*READING, *ON_A_DESK}:
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}.")
    sections: dict[str, list[Figure]] = {}
    misses: list[str] = []
    for name in [name for name in names or READING if name in READING]:
        _announce(name)
        sections[name] = READING[name](misses)
    if on_a_desk := [name for name in names or ON_A_DESK if name in ON_A_DESK]:
        sections |= _set_up_and_measure(on_a_desk)
    if "--misses" in arguments:
        print(*misses, "", sep="\n")
    return print_table(sections)


def _announce(name: str) -> None:
    print(f"{name} …", file=sys.stderr, flush=True)


def _set_up_and_measure(names: list[str]) -> dict[str, list[Figure]]:
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


def _measure(names: list[str], data: Path) -> dict[str, list[Figure]]:
    # Not above: these need the settings, and the settings need the database.
    from tests.bench import history, lists, pages, verdicts
    from tests.bench.site import running_server

    benches = {
        "verdicts": verdicts.measure,
        "pages": pages.measure,
        "lists": lists.measure,
        "history": history.measure,
    }
    sections = {}
    with running_server(data) as site:
        for name in names:
            _announce(name)
            sections[name] = benches[name](site)
    return sections


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
