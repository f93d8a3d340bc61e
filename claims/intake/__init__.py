"""From a file or an address to a document: clean text in blocks, with notes and warnings.

Pure Python: no Django, no settings, no database. `reading` turns bytes into a document without
fetching, writing or running anything; `sandbox` does so in a process of its own, which is the
way for whatever strangers send; `fetch` is the only part that leaves the machine.
"""

from claims.intake.document import Block, Document, Note
from claims.intake.errors import IntakeRefused

__all__ = ["Block", "Document", "IntakeRefused", "Note"]
