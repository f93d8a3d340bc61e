"""The JSON API: the pages' actions and queries, for programs."""

from django.views.decorators.http import require_GET

from claims.api import articles, evidence, joining, notes, problems, release, sources, suggestions
from claims.api import claims as claims_calls
from claims.api.answers import AnswerRenderer
from claims.api.authentication import BearerToken, BrowserSession
from claims.api.describing import INTRODUCTION
from claims.api.desk_api import DeskAPI
from claims.api.reading import JsonParser

api = DeskAPI(
    title="Newsdesk",
    version="1",
    description=INTRODUCTION,
    urls_namespace="api",
    # Its page of interactive documentation loads scripts from elsewhere.
    docs_url=None,
    docs_decorator=require_GET,
    auth=[BearerToken(), BrowserSession()],
    parser=JsonParser(),
    renderer=AnswerRenderer(),
)
for calls in (
    *(articles, claims_calls, suggestions, notes, joining),
    *(evidence, release, sources),
):
    api.add_router("", calls.router)
problems.register(api)
