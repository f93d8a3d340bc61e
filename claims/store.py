"""Bytes by their SHA-256: the files and pages that drafts were read from.

They lie in the storage `files` of the settings: a folder of the data folder, or whatever storage
of Django's stands there. Identical bytes lie there once, and nothing is ever changed or deleted.
"""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from claims.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)


def keep(data: bytes) -> str:
    """Store `data` and return its SHA-256 in hex, by which `read` gives it back.

    Raises:
        StoreUnavailable: the store is full, may not be written, or does not answer.
    """
    digest = hashlib.sha256(data).hexdigest()
    files = storages["files"]
    name = _name(digest)
    # Storages have errors of their own and no class in common: a folder OSError, S3 its client's.
    try:
        if not files.exists(name):
            files.save(name, ContentFile(data))
    except Exception as error:
        logger.exception("The store of files cannot be written.")
        raise StoreUnavailable(
            "The desk cannot store files at the moment, its disk may be full: tell an admin, or"
            " paste the text instead."
        ) from error
    return digest


def read(digest: str) -> bytes:
    """Return the bytes that have this SHA-256.

    Raises:
        StoreUnavailable: they are not there, are others by now, or the store does not answer.
    """
    try:
        with storages["files"].open(_name(digest)) as file:
            data: bytes = file.read()
    except Exception as error:
        logger.exception("The store of files cannot be read.")
        raise StoreUnavailable(
            "The desk cannot read this file back at the moment: tell an admin, or send it again."
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        logger.error("The file %s in the store is not what was stored.", digest)
        raise StoreUnavailable("The stored file is damaged: tell an admin, and send it again.")
    return data


def _name(digest: str) -> str:
    # Two letters of it as a folder: file systems and people dislike a folder of a million files.
    return f"{digest[:2]}/{digest}"
