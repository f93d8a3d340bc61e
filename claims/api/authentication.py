"""Who calls: a program with a bearer token, or the browser of somebody signed in."""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from claims.actions.people import token_digest
from claims.actions.tokens import note_token_use
from claims.models import Person
from claims.queries.api import get_token
from claims.sign_in import PersonBackend


class ApiRequest(HttpRequest):
    """A request as the calls get it. `auth` is who calls."""

    auth: Person


class BearerToken(HttpBearer):
    """`Authorization: Bearer TOKEN`. A bad token is refused, whatever session comes with it."""

    openapi_description = "Made by `manage.py create_token USERNAME`; shown once."

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        """Return the token's person.

        What the database compares are SHA-256 digests, so the time it takes tells nothing.
        """
        found = get_token(token_digest(token)) if token.isascii() else None
        person = PersonBackend().get_user(found["person"]) if found else None
        if found is None or person is None:
            raise AuthenticationError
        note_token_use(token_id=found["id"], last_used_at=found["last_used_at"], by=person)
        return person


class BrowserSession(APIKeyCookie):
    """The session of the site. What changes something needs the site's CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = (
        "The session of somebody signed in to the site. POST and PATCH need the CSRF token of the"
        " page in the header `X-CSRFToken`."
    )

    def __call__(self, request: HttpRequest) -> Person | None:
        # A stranger is asked who they are (401) before anything they sent is doubted (403).
        person = self.authenticate(request, None)
        if person is not None and check_csrf(request):
            raise HttpError(
                403, "A browser sends the page's CSRF token in X-CSRFToken; a program, a token."
            )
        return person

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if isinstance(request.user, Person) else None
