"""What callers send: its types, and how it is read and cleaned.

Text is cleaned as the forms of the site clean it, so that it is stored alike whichever way it
came. Fields that a call does not know are passed over.
"""

import datetime as dt
import json
import re
import unicodedata
from typing import Annotated, Any, NoReturn
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from ninja import Header, Path
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from claims.api.authentication import ApiRequest
from claims.api.problems import HOW_TO_WRITE_TIMES, NO_FILES
from claims.exceptions import BadInput
from claims.forms.fields import LONGEST_ADDRESS, TextField, web_address
from claims.intake.cleaning import clean_text

LARGEST_ID = 2**63 - 1
LARGEST_NUMBER = 2**31 - 1
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
ROWS_A_PAGE = 50
MOST_ROWS_A_PAGE = 200

TAKE_FILES = frozenset({"article_create", "revision_create"})
"""The calls that copy comes in by, as their functions are called."""
_FLAGS = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_KEYS = UUID("7d3f6c36-52a5-4f3e-9a53-8a8f0d7c5c11")


class JsonParser(Parser):
    """Reads JSON that PostgreSQL can hold; where copy comes in, a form with a file too."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body.

        Raises:
            HttpError: it is of another content type.
            BadInput: it is a form where none is taken, or text in it holds a NUL or half a
                character.
            ValueError: it is not JSON.
        """
        if request.content_type == "multipart/form-data":
            if request.resolver_match is None or request.resolver_match.url_name not in TAKE_FILES:
                raise BadInput(NO_FILES, field="file")
            return read_form(request.POST)
        if request.content_type not in ("", "application/json"):
            raise HttpError(415, "Send JSON, with the header Content-Type: application/json.")
        body = json.loads(request.body, parse_constant=_refuse_constant)
        check_text(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return the parameters that say something: `?status=` is as good as none."""
        assert isinstance(data, QueryDict)
        return {name: value for name, value in data.items() if value != ""}


def read_form(form: QueryDict) -> dict[str, Any]:
    """Return the fields of a form as JSON would have them. Empty ones count as left out.

    Raises:
        BadInput: text in it holds a NUL or half a character.
    """
    fields: dict[str, Any] = {name: value for name, value in form.items() if value != ""}
    check_text(fields)
    if "people" in fields:
        fields["people"] = [name for name in form.getlist("people") if name]
    if (flag := str(fields.get("confidential", "")).lower()) in _FLAGS:
        fields["confidential"] = _FLAGS[flag]
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def check_text(body: object) -> None:
    """Refuse what no text can hold, anywhere in `body`, names included.

    Raises:
        BadInput: a NUL or a lone surrogate is in it; the field says where.
    """
    waiting: list[tuple[str, object]] = [("", body)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(_join(path, name), each) for name, each in value.items()]
            waiting += [(path, name) for name in value]
        elif isinstance(value, list):
            waiting += [(_join(path, str(index)), each) for index, each in enumerate(value)]
        elif isinstance(value, str) and not _is_text(value):
            # The name itself may be what cannot be written.
            field = path if _is_text(path) else ""
            raise BadInput("Text cannot hold a NUL or half a surrogate pair.", field=field)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_text(value: str) -> bool:
    return _NO_TEXT.search(value) is None


class OneOf:
    """Marks a text that is one of the values of a `TextChoices`; the value, not the member."""

    def __init__(self, choices: type[TextChoices], *more: str) -> None:
        self.values = [*choices.values, *more]

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(self.values)


def _text_only(value: object) -> object:
    """Keep pydantic from reading numbers as times."""
    if not isinstance(value, str):
        raise ValueError(HOW_TO_WRITE_TIMES)
    return value


def _language(value: str) -> str:
    if not re.fullmatch(LANGUAGE, value):
        raise ValueError("Write the language as a tag, e.g. en or pt-BR.")
    return value


def _near(value: dt.datetime) -> dt.datetime:
    if not 2000 <= value.year < 2100:
        raise ValueError("Nobody keeps that deadline. Correct the year.")
    return value


def _address(value: str) -> str:
    try:
        found = web_address(clean_text(value))
    except ValidationError as error:
        raise ValueError(error.messages[0]) from None
    scheme, colon, rest = found.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def _composed(value: str) -> str:
    return unicodedata.normalize("NFC", value)


# A limit stands behind the cleaning, which can make text longer: NFC takes some letters apart.
# Strict: no "5", no 5.0 and no true where a number is meant.
Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_ID)]
Offset = Annotated[int, Field(strict=True, ge=0, le=LARGEST_NUMBER)]
Version = Annotated[
    int,
    Field(
        strict=True,
        ge=0,
        le=LARGEST_NUMBER,
        description="The version of the claim that you saw. Another one by now: 409.",
        examples=[2],
    ),
]
Flag = Annotated[bool, Field(strict=True)]
Line = Annotated[str, AfterValidator(TextField().to_python)]
Lines = Annotated[str, AfterValidator(TextField(keep_lines=True).to_python)]
Quoted = Annotated[str, AfterValidator(_composed)]
"""Words of a draft, which is NFC. Nothing else in them is changed: they have to match."""
WebAddress = Annotated[str, AfterValidator(_address), Field(max_length=LONGEST_ADDRESS)]
Language = Annotated[
    str,
    Field(json_schema_extra={"pattern": LANGUAGE}),
    AfterValidator(_language),
    Field(max_length=35),
]
Day = Annotated[dt.date, BeforeValidator(_text_only)]
Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_near)]


class Body(BaseModel):
    """The way all bodies are read: null is as good as left out."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_null(cls, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        return {name: value for name, value in body.items() if value is not None}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler.resolve_ref_schema(handler(schema))
        required = described.get("required", ())
        for name, field in described["properties"].items():
            if name not in required and "type" in field:
                field["type"] = [field["type"], "null"]
                if "enum" in field:
                    field["enum"] = [*field["enum"], None]
        return described


def wanted(default: Any, description: str, **limits: Any) -> Any:
    """Return a filter's field. Its default, which means any, is not among what may be sent."""
    return Field(default, description=description, json_schema_extra=_leave_out_default, **limits)


def _leave_out_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Paging(BaseModel):
    """Which part of a list is wanted."""

    after: int = wanted(
        0, "`next` of the page before: the id of the last row you have.", ge=0, le=LARGEST_ID
    )
    limit: int = Field(ROWS_A_PAGE, ge=1, le=MOST_ROWS_A_PAGE, description="How many rows at most.")


Words = Annotated[str, Field(max_length=200), AfterValidator(clean_text)]
"""What one types into a search box."""

ArticleId = Annotated[int, Path(description="The article's id.", example=12)]
ClaimId = Annotated[int, Path(description="The claim's id.", example=9)]
MentionId = Annotated[int, Path(description="The mention's id.", example=47)]
CitationId = Annotated[int, Path(description="The citation's id.", example=40)]
SourceId = Annotated[int, Path(description="The source's id.", example=3)]

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="A UUID, or any text of up to 255 characters, that you make for this call."
        " Sent again with the same body, it gives what the first call made, and makes nothing.",
        example="8e03978e-40d5-43e8-bc93-6894a57f9324",
    ),
]


def key_of(request: ApiRequest, key: str, body: BaseModel) -> UUID | None:
    """Return the key under which an action remembers a call, or None where none was sent.

    It covers who calls, what for and with which body, so that the key of one can never be answered
    with, nor collide with, what another made.
    """
    if not key:
        return None
    return uuid5(_KEYS, f"{request.auth.pk} {request.path} {key} {body.model_dump_json()}")
