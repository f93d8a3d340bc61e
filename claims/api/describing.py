"""What the OpenAPI document says beyond what the calls say of themselves."""

from typing import Any

from pydantic.json_schema import models_json_schema

from claims.api.problems import CONTENT_TYPE, Conflict, Problem, Refusal

INTRODUCTION = """
Everything that the pages of the desk do with articles, claims, citations and verdicts, by the same
rules. The paths below `/api/v1/` stay as they are; answers may get more members.

**Who calls.** A program sends `Authorization: Bearer TOKEN`; `manage.py create_token USERNAME`
makes a token, which can do what its person can. What a person may not see answers 404, exactly
like what does not exist.

**Text and offsets.** All offsets are Unicode code points of the draft's text, the end excluded,
as Python counts; not UTF-16 units and not bytes. Text is kept NFC. A NUL or half a surrogate pair
is refused.

**Times** are UTC, ISO 8601, with Z and microseconds. Days are written 2026-01-31.

**Lists** have `items` and `next`. Send `next` as `after` for the page that follows.

**Retries.** A call that takes `Idempotency-Key` may be sent again with the same key and the same
body: it then answers with what the first one made.

**Versions.** A verdict or a change names the `version` of the claim that you saw. If the claim
has changed since, the answer is 409 and says what is there now; nothing is overwritten.

**Errors** are `application/problem+json` (RFC 9457): `type`, `title`, `status` and a `detail` that
names the way out; besides, `errors` (what is wrong with which field), `unmet` (what the evidence
or the check lacks) or `current` (what is there now).
"""

_NAMES = {403: "Forbidden", 404: "NotFound", 409: "Conflict", 422: "Refused"}


def refusals(*statuses: int) -> dict[str, Any]:
    """Return what a call's description says of the problems it answers with."""
    names = {401: "Unauthorized", "default": "Otherwise"}
    names |= {status: _NAMES[status] for status in statuses}
    references = {
        status: {"$ref": f"#/components/responses/{name}"} for status, name in names.items()
    }
    return {"responses": references}


def problem_components() -> dict[str, dict[str, Any]]:
    """Return the schemas of the problems and the answers that consist of one."""
    _, schemas = models_json_schema(
        [(model, "validation") for model in (Problem, Conflict, Refusal)],
        ref_template="#/components/schemas/{model}",
    )
    problem, conflict, refusal = (
        {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        for name in ("Problem", "Conflict", "Refusal")
    )
    return {
        "schemas": schemas["$defs"],
        "responses": {
            "Unauthorized": {
                "description": "No token, or one that is not in force.",
                "headers": {
                    "WWW-Authenticate": {"schema": {"type": "string"}, "description": "RFC 6750."}
                },
                "content": problem,
            },
            "Forbidden": {
                "description": "Your role does not cover it, or you wrote the article.",
                "content": problem,
            },
            "NotFound": {
                "description": "There is no such thing, or it is not for you.",
                "content": problem,
            },
            "Conflict": {
                "description": "Somebody was faster, or the article is closed.",
                "content": conflict,
            },
            "Refused": {
                "description": "What was sent cannot be used; `errors` or `unmet` say why.",
                "content": refusal,
            },
            "Otherwise": {
                "description": "Not JSON (400, 415), no CSRF token (403), another method (405),"
                " too much (413), or the desk is busy (503).",
                "content": problem,
            },
        },
    }
