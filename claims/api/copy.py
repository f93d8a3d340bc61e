"""Copy as programs send it: words, HTML, an address, or a file."""

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import SkipJsonSchema

from claims import reader, store
from claims.actions.drafts import OriginalFile
from claims.actions.imports import name_of_file
from claims.api.authentication import ApiRequest
from claims.api.reading import WebAddress
from claims.exceptions import BadInput
from claims.forms.copy import SentFile, file_of, read_copy
from claims.intake import Document, IntakeRefused
from claims.models import Revision

_NONE = "There is no copy in it. Send one of text, html, url and file."
_NO_FILE = "Send a file as a part of multipart/form-data, with a filename."


class SentCopy(BaseModel):
    """What is to be checked, in one of four ways. A file is a part of multipart/form-data."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    text: str = ""
    """The words. Blank lines part the paragraphs; `#` marks a heading, `-` a list item."""
    html: str = ""
    """HTML, all of which is the copy. Nothing that it names is loaded."""
    url: WebAddress | None = None
    """Where the article stands. The desk fetches the page, and takes the article from it."""
    file: SkipJsonSchema[object] = None


class ReadCopy(NamedTuple):
    """Copy that was read: what the actions take."""

    document: Document
    original: OriginalFile | None
    origin: str


def read_sent(request: ApiRequest, body: SentCopy) -> ReadCopy:
    """Return the copy of a call, whichever of the four ways it came.

    Files, HTML and pages are read in a process of its own, within the limits of an import; the
    caller waits for it.

    Raises:
        BadInput: none or several of the four, or it cannot be fetched or read.
        StoreUnavailable: the file or page cannot be kept.
    """
    file = file_of(request.FILES.get("file"))
    if file is None and body.file is not None:
        raise BadInput(_NO_FILE, field="file")
    ways = {"text": body.text, "html": body.html, "url": body.url, "file": file}
    given = [name for name, value in ways.items() if value]
    if not given:
        raise BadInput(_NONE, field="text")
    if len(given) > 1:
        raise BadInput(f"Send one of {' and '.join(given)}, not both.", field=given[1])
    if body.text:
        return ReadCopy(read_copy(body.text), None, Revision.Origin.API)
    try:
        if file is not None:
            return _read_file(file)
        if body.url:
            return _read_address(body.url)
        return _read_html(body.html)
    except IntakeRefused as refused:
        raise BadInput(refused.sentence, field=given[0]) from None


def _read_file(file: SentFile) -> ReadCopy:
    name = name_of_file(file.filename)
    document = reader.read_file(file.data, filename=name, media_type=file.media_type)
    original = _keep(file.data, filename=name, media_type=file.media_type)
    return ReadCopy(document, original, Revision.Origin.UPLOAD)


def _read_address(url: str) -> ReadCopy:
    page = reader.fetch_page(url)
    document = reader.read_page(page.body, url=page.final_url, media_type=page.media_type)
    original = _keep(page.body, url=page.final_url, media_type=page.media_type)
    return ReadCopy(document, original, Revision.Origin.ADDRESS)


def _read_html(html: str) -> ReadCopy:
    document = reader.read_rich(html)
    original = _keep(html.encode(), media_type="text/html; charset=utf-8")
    return ReadCopy(document, original, Revision.Origin.API)


def _keep(data: bytes, *, media_type: str, filename: str = "", url: str = "") -> OriginalFile:
    digest = store.keep(data)
    return OriginalFile(
        filename=filename, url=url, media_type=media_type, digest=digest, size=len(data)
    )


def taking_files(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the description of a call says of the form that it takes besides JSON."""
    fields = model.model_json_schema()["properties"]
    for name in ("text", "html", "url"):
        fields.pop(name)
    file = {"type": "string", "format": "binary", "description": _FILE}
    form = {"type": "object", "required": ["file"], "properties": {"file": file, **fields}}
    return {"requestBody": {"content": {"multipart/form-data": {"schema": form}}}}


_FILE = ".docx, .odt, .pdf, .html, .md or .txt; what it is goes by its content."
