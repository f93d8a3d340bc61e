"""Checking that the history is whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from claims.models import ChainHead, Event
from claims.text.chain import event_hash

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the history is not what was written."""

    chain: str
    sequence: int
    event_id: int | None
    what: str

    def __str__(self) -> str:
        row = f" (event {self.event_id})" if self.event_id else ""
        return f"{self.chain} {self.sequence}{row}: {self.what}"


class _Event(NamedTuple):
    """The columns that the seal is made of, and those that it is checked against."""

    pk: int
    chain: str
    sequence: int
    article_id: int | None
    claim_id: int | None
    person_id: int | None
    kind: str
    payload: dict[str, Any]
    at: dt.datetime
    previous_hash: str
    hash: str


def find_faults(*, expected_heads: dict[str, tuple[int, str]] | None = None) -> Iterator[Fault]:
    """Yield every altered, removed or reordered event, in constant memory.

    Args:
        expected_heads: heads noted down earlier, sequence and hash by chain. Whoever can write
            every table can rewrite a whole chain; not what somebody else has kept of it.
    """
    heads = dict(expected_heads or {})
    ends: dict[str, tuple[int, str]] = {}
    chain, sequence, previous = "", 0, ""
    for event in _in_order():
        if event.chain != chain:
            chain, sequence, previous = event.chain, 0, ""
        for missing in range(sequence + 1, event.sequence):
            yield Fault(chain, missing, None, "was removed.")
        in_order = event.sequence == sequence + 1
        if event_hash(event.previous_hash, _row(event)) != event.hash:
            yield Fault(chain, event.sequence, event.pk, "was altered.")
        elif in_order and event.previous_hash != previous:
            yield Fault(chain, event.sequence, event.pk, "does not follow the event before it.")
        if heads.get(chain, (0, ""))[0] == event.sequence and heads.pop(chain)[1] != event.hash:
            yield Fault(chain, event.sequence, event.pk, "is not the one that was noted down.")
        sequence, previous = event.sequence, event.hash
        ends[chain] = sequence, previous
    yield from _missing_tails(ends, heads)


def _missing_tails(
    ends: dict[str, tuple[int, str]], noted: dict[str, tuple[int, str]]
) -> Iterator[Fault]:
    heads = {head.chain: (head.sequence, head.hash) for head in ChainHead.objects.all()}
    for chain, end in sorted(ends.items()):
        if chain not in heads:
            yield Fault(chain, end[0], None, "the chain has lost its head.")
    for chain, (sequence, digest) in sorted(heads.items()):
        end = ends.get(chain, (0, ""))
        for missing in range(end[0] + 1, sequence + 1):
            yield Fault(chain, missing, None, "was removed.")
        if end[0] > sequence or (end[0] == sequence and end[1] != digest):
            yield Fault(chain, end[0], None, "is not what the head of the chain says.")
    for chain, (sequence, _) in sorted(noted.items()):
        yield Fault(chain, sequence, None, "was noted down and is gone.")


def _in_order() -> Iterator[_Event]:
    # Plain rows: to make a model of each would take as long as all the rest.
    rows = Event.objects.order_by("chain", "sequence").values_list(*_Event._fields)
    return map(_Event._make, rows.iterator(chunk_size=ROWS_AT_ONCE))


def _row(event: _Event) -> dict[str, object]:
    return {
        "chain": event.chain,
        "sequence": event.sequence,
        "article": event.article_id,
        "claim": event.claim_id,
        "person": event.person_id,
        "kind": event.kind,
        "payload": event.payload,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
