"""XML of word processors, read as a stream of events, without anything that XML can do."""

from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from claims.intake.errors import damaged


class Handler(Protocol):
    """What takes the events of one XML part; names are short, "w:p"."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""

    def data(self, text: str) -> None:
        """Take a stretch of text."""

    def end(self, name: str) -> None:
        """Take the end of an element."""


def read_xml(data: bytes, handler: Handler, *, namespaces: Mapping[str, str], what: str) -> None:
    """Send the elements and text of an XML part to `handler`, in order.

    A stream and no tree: memory stays flat however long the document is.

    Args:
        data: the part.
        handler: takes the events.
        namespaces: from namespace to its short name; others are called "?".
        what: names the file in refusals.

    Raises:
        IntakeRefused: the XML is broken, or declares a document type or entities.
    """
    # No word processor writes one, and there is no other place to declare entities. The parser
    # would come upon it too late: entities are expanded before the root element is seen.
    head = data.replace(b"\x00", b"") if b"\x00" in data[:64] else data
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise damaged(what)
    parser = etree.XMLParser(
        target=_Target(handler, namespaces),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(what) from error


class _Target:
    """Turns lxml's `{namespace}name` into short names."""

    def __init__(self, handler: Handler, namespaces: Mapping[str, str]) -> None:
        self._handler = handler
        self._namespaces = namespaces
        self._short: dict[str, str] = {}
        self.data = handler.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        named = {self._name(key): value for key, value in attributes.items()} if attributes else {}
        self._handler.start(self._name(tag), named)

    def end(self, tag: str) -> None:
        self._handler.end(self._name(tag))

    def close(self) -> None:
        """Nothing is kept."""

    def _name(self, tag: str) -> str:
        short = self._short.get(tag)
        if short is None:
            namespace, _, local = tag.rpartition("}")
            prefix = self._namespaces.get(namespace[1:], "?") if namespace else ""
            short = self._short[tag] = f"{prefix}:{local}" if prefix else local
        return short
