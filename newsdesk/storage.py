"""Static files under names that carry a hash of their content."""

import re
from collections.abc import Callable

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
