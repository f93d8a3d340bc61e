"""What went wrong, as `application/problem+json` (RFC 9457): every refusal looks the same."""

import datetime as dt
import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field

from claims.api.answers import AnswerEncoder
from claims.exceptions import (
    BadInput,
    ClaimsError,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    ReleaseRefused,
    Stale,
    Unmet,
    WrongState,
)

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
HOW_TO_WRITE_TIMES = "Write a day as 2026-01-31, a time as 2026-01-31T18:00:00Z."
NO_FILES = "Files cannot be sent yet. Send JSON; an article's words go into its field text."

_KINDS: dict[type[ClaimsError], str] = {
    BadInput: "bad-input",
    EvidenceMissing: "evidence-missing",
    NotAllowed: "not-allowed",
    ReleaseRefused: "release-refused",
    Stale: "stale",
    WrongState: "wrong-state",
}
_TITLES = {
    400: "Not understood",
    401: "Who are you?",
    403: "Not yours to do",
    404: NotFound.title,
    405: "Not possible here",
    413: "Too much at once",
    415: "Not JSON",
    503: "Not now",
}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Its name, with dots into lists: people.0", examples=["rating"])
    detail: str = Field(description="One sentence.", examples=["This is needed."])


class Problem(BaseModel):
    """What went wrong. More members than these may stand in it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Nothing here for you",
                "status": 404,
                "detail": "The address is wrong, or this is open to others only.",
            }
        }
    )

    type: str = Field(
        description="urn:newsdesk: and bad-input, evidence-missing, not-allowed, release-refused,"
        " stale or wrong-state; otherwise about:blank."
    )
    title: str = Field(description="The same for every problem of its type.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="A sentence or two for a person, which names the way out.")


class Current(BaseModel):
    """What is there now instead. After a verdict the newest one is told too."""

    version: int
    rating: str
    rationale: str | None = None
    reviewer: str | None = None
    created_at: str | None = None


class Conflict(Problem):
    """Somebody was faster (stale), or the thing is past that point (wrong-state)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:newsdesk:stale",
                "title": "Somebody was faster",
                "status": 409,
                "detail": "This claim changed while you were at it. Look at what is there now,"
                " then decide again.",
                "current": {
                    "version": 3,
                    "rating": "disputed",
                    "rationale": "The report says 124.",
                    "reviewer": "Amina Idrissi",
                    "created_at": "2026-01-31T09:30:00.000000Z",
                },
            }
        }
    )

    current: Current | None = Field(None, description="When a claim is stale.")


class Refusal(Problem):
    """What was sent cannot be used, or something is missing: evidence, or the end of a check."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:newsdesk:bad-input",
                "title": "Not understood",
                "status": 422,
                "detail": "rating: This is needed.",
                "errors": [{"field": "rating", "detail": "This is needed."}],
            }
        }
    )

    errors: list[FieldProblem] | None = Field(None, description="Which fields, and why.")
    unmet: list[str] | None = Field(
        None, description="What the evidence or the check still lacks, a sentence each."
    )


def problem(
    status: int, detail: str, *, title: str = "", kind: str = "", **members: Any
) -> HttpResponse:
    """Return a problem as an answer.

    Args:
        kind: what stands after "urn:newsdesk:" in its type.
        members: what the problem says besides.
    """
    body = {
        "type": f"urn:newsdesk:{kind}" if kind else "about:blank",
        "title": title or _TITLES[status],
        "status": status,
        "detail": detail,
        **members,
    }
    return JsonResponse(body, AnswerEncoder, status=status, content_type=CONTENT_TYPE)


def register(api: NinjaAPI) -> None:
    """Have `api` answer every exception that a caller can bring about with a problem."""
    api.add_exception_handler(ClaimsError, _domain)
    api.add_exception_handler(ValidationError, _fields)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(AuthenticationError, _stranger)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(RawPostDataException, _file)
    api.add_exception_handler(MultiPartParserError, _file)
    api.add_exception_handler(SuspiciousOperation, _suspicious)
    api.add_exception_handler(OperationalError, _unavailable)
    api.add_exception_handler(Exception, _bug)


def _domain(request: HttpRequest, error: Any) -> HttpResponse:
    members: dict[str, Any] = {}
    if isinstance(error, BadInput) and error.field:
        members["errors"] = [{"field": error.field, "detail": error.detail}]
    if isinstance(error, Unmet):
        members["unmet"] = error.unmet
    if isinstance(error, Stale) and error.current:
        members["current"] = _current(error)
    kind = _KINDS.get(type(error), "")
    return problem(error.status, error.detail, title=error.title, kind=kind, **members)


def _current(stale: Stale) -> dict[str, object]:
    current = dict(stale.current)
    if isinstance(current.get("created_at"), str):
        current["created_at"] = dt.datetime.fromisoformat(str(current["created_at"]))
    return current


def _fields(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"field": _field(each), "detail": _sentence(each)} for each in error.errors]
    first = errors[0]
    detail = f"{first['field']}: {first['detail']}"
    if len(errors) > 1:
        detail = f"{len(errors)} things are not right. The first: {detail}"
    return problem(422, detail, title=BadInput.title, kind=_KINDS[BadInput], errors=errors)


def _field(error: dict[str, Any]) -> str:
    source, *path = error["loc"]
    # A body is one parameter of our function, and its name is our own business.
    path = path[1:] if source == "body" else path
    return ".".join(map(str, path)) or source


def _sentence(error: dict[str, Any]) -> str:
    """Return what pydantic has against a value as a sentence for a person."""
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind.startswith(("date_", "datetime_", "timezone_")):
        return HOW_TO_WRITE_TIMES
    if kind == "too_long" and context["field_type"] != "List":
        kind = "string_too_long"
    known = _SENTENCES.get(kind)
    return known.format(**context) if known else f"{error['msg']}."


_WHOLE_NUMBER = "This has to be a whole number."
_SENTENCES = {
    "missing": "This is needed.",
    "model_type": "This has to be a JSON object.",
    "model_attributes_type": "This has to be a JSON object.",
    "string_type": "This has to be text.",
    "string_too_long": "At most {max_length} characters fit.",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": "That number is too large.",
    "int_from_float": _WHOLE_NUMBER,
    "bool_type": "This has to be true or false.",
    "list_type": "This has to be a list.",
    "too_short": "This cannot be empty.",
    "too_long": "At most {max_length} rows fit.",
    "literal_error": "This has to be {expected}.",
    "greater_than_equal": "This has to be {ge} or more.",
    "less_than_equal": "This has to be {le} or less.",
}


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    # What the reader of the body raised arrives wrapped in "Cannot parse request body".
    cause = error.__cause__
    if isinstance(cause, ClaimsError):
        return _domain(request, cause)
    if isinstance(cause, HttpError):
        return _http(request, cause)
    if error.status_code == 400:
        return problem(400, "The body is not JSON. Check its quotation marks and commas.")
    return problem(error.status_code, str(error))


def _stranger(request: HttpRequest, error: Any) -> HttpResponse:
    # RFC 6750, 3.1: the scheme alone, unless there was a token and it is no good.
    sent = request.headers.get("Authorization", "").lower().startswith("bearer")
    response = problem(
        401,
        "That token is not in force. Ask an admin for another one."
        if sent
        else "Send a token: Authorization: Bearer TOKEN. `manage.py create_token` makes one.",
    )
    challenge = 'Bearer realm="newsdesk"'
    response.headers["WWW-Authenticate"] = (
        f'{challenge}, error="invalid_token"' if sent else challenge
    )
    return response


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return _domain(request, NotFound())


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(413, "Send less text, or cut it into several articles.")


def _file(request: HttpRequest, error: Any) -> HttpResponse:
    # A multipart body that was read as a form already, in search of the CSRF token.
    return _domain(request, BadInput(NO_FILES, field="file"))


def _suspicious(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, "That request made no sense. Check it and try again.")


def _unavailable(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer where the database is away, or a lock or an answer of it takes too long."""
    logger.warning("%s %s: %s", request.method, request.path, error)
    response = problem(503, "The desk is busy. Nothing was recorded; try again in a moment.")
    response.headers["Retry-After"] = "2"
    return response


def _bug(request: HttpRequest, error: Any) -> HttpResponse:
    raise error  # Django logs it and answers with its page for a broken server, a problem too
