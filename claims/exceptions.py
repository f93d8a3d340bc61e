"""What the domain refuses, in its own words.

The text of each is one sentence or two for the person at the screen and names the way out.
"""

from collections.abc import Sequence


class ClaimsError(Exception):
    """Something the domain refuses; `claims.http` and `claims.api` turn it into an answer."""

    status = 422
    title = "Not possible"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(ClaimsError):
    """There is no such row, or it is not for this person: the answer is the same."""

    status = 404
    title = "Nothing here for you"

    def __init__(
        self, detail: str = "The address is wrong, or this is open to others only."
    ) -> None:
        super().__init__(detail)


class NotAllowed(ClaimsError):
    """The person's role does not cover it, or they wrote the article."""

    status = 403
    title = "Not yours to do"


class BadInput(ClaimsError):
    """What was sent cannot be used as it is; `field` names the input it came in."""

    title = "Not understood"

    def __init__(self, detail: str, field: str = "") -> None:
        super().__init__(detail)
        self.field = field


class Unmet(ClaimsError):
    """Something is still missing; `unmet` says what, a sentence each."""

    def __init__(self, unmet: Sequence[str]) -> None:
        super().__init__(" ".join(unmet))
        self.unmet = list(unmet)


class EvidenceMissing(Unmet):
    """The evidence policy asks for more."""

    title = "The evidence does not carry that verdict"


class ReleaseRefused(Unmet):
    """The check is not complete, or nobody vouches for it as it stands."""

    title = "The check is not complete"


class Stale(ClaimsError):
    """Somebody was faster: the claim has changed since it was read."""

    status = 409
    title = "Somebody was faster"

    def __init__(self, detail: str, current: dict[str, object] | None = None) -> None:
        super().__init__(detail)
        self.current = current or {}


class WrongState(ClaimsError):
    """The thing is past the point where this can be done to it."""

    status = 409
    title = "Too late for that"
