"""The server process as the launcher starts it, the yardstick's address added to the site's."""

import sys

import newsdesk.asgi  # noqa: F401 - sets Django up
from newsdesk import children, urls
from tests.bench import bare

urls.urlpatterns += bare.urlpatterns

if __name__ == "__main__":
    children.serve(int(sys.argv[1]))
