"""Static files under names that carry a hash of their content, and the folder of stored files."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hash every name; rewrite the imports of our own modules to the hashed names.

    Django's rewriting of JavaScript imports fails on vendored files that name an import in a
    comment, so only `static/claims/` takes part.
    """

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        convert = super().url_converter(name, hashed_files, template)
        if not name.endswith(".js") or name.startswith("claims/"):
            return convert  # type: ignore[no-any-return]
        return lambda match: match[0]


class FileStore(FileSystemStorage):
    """A folder of files that are named by their content, are whole or not there, and stay.

    Django's own writes under the final name: a killed process would leave half a file behind,
    which then passes for the whole one.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # the same name has the same content

    def _save(self, name: str, content: "File[Any]") -> str:
        place = Path(self.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "wb") as file:  # mkstemp has made it for its owner's eyes alone
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(place)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        return name
