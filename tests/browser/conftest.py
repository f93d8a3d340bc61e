"""A real server, a real Chromium, and a page that fails its test on any error in the console."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from claims.models import Person
from tests.factories import make_reviewer

# Playwright's loop runs in the test's thread, where Django would then refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PASSWORD = "a long and quiet evening"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Without these Chromium asks its maker's servers for this and that.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture
def server(transactional_db: None, static_files: None) -> Iterator[str]:
    """Serve the site as `make run` does, from a thread, and give its address."""
    from newsdesk.asgi import DeskHandler

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(DeskHandler(), lifespan="off", log_level="error", access_log=False)
    )
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture
def sign_in(browser: Browser, server: str) -> Iterator[SignIn]:
    """Sign a person in, in a browser window of their own, and return its page.

    What goes wrong in the window's console fails the test at its end; answers that the test
    expects to be refusals (4xx) are no such error.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(person: Person | None = None, **options: object) -> Page:
        person = person or make_reviewer()
        person.set_password(PASSWORD)
        person.save()
        context = browser.new_context(base_url=server, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(f"{page.url}: {message.text}")
                if message.type in ("error", "warning") and "status of 4" not in message.text
                else None
            ),
        )
        page.goto("/sign-in/")
        page.get_by_label("Name").fill(person.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
