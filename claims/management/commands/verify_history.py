"""Check the sealed history."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import ChainHead, Event
from claims.queries.chain import find_faults


class Command(BaseCommand):
    help = (
        "Check every event against its seal and name each one that was altered, removed or"
        " reordered. Exits with 1 when there is any. Works on a restored dump as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads", action="store_true", help="Print where each chain ends, as JSON, to be kept."
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="Check against heads kept earlier."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["heads"]:
            rows = ChainHead.objects.order_by("chain").values_list("chain", "sequence", "hash")
            heads = {chain: [sequence, digest] for chain, sequence, digest in rows}
            self.stdout.write(json.dumps(heads, indent=1))
            return
        found = 0
        for fault in find_faults(expected_heads=_read_heads(options["against"])):
            found += 1
            self.stdout.write(str(fault))
        if found:
            raise CommandError(f"The history is not whole: {found} found.", returncode=1)
        self.stdout.write(f"The history is whole: {Event.objects.count()} events.")


def _read_heads(path: Path | None) -> dict[str, tuple[int, str]]:
    if path is None:
        return {}
    try:
        heads = json.loads(path.read_text())
        return {chain: (int(sequence), str(digest)) for chain, (sequence, digest) in heads.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        raise CommandError(f"{path} is no file that --heads wrote.") from None
