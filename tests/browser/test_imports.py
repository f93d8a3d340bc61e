"""Copy comes in as people have it: from Word, from the clipboard, and again with changes."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from procrastinate.contrib.django import app

from claims.models import Article, Claim, Import
from tests.browser.conftest import SignIn
from tests.browser.test_pages import RULES
from tests.factories import make_claim, make_editor
from tests.unit.intake.files import make_docx, p, r

COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="1" w:author="Nora"><w:p><w:r><w:t>See https://port.example/fees</w:t></w:r>'
    "</w:p></w:comment></w:comments>"
)
MARKED = (
    '<w:commentRangeStart w:id="1"/>'
    + r("by 30%")
    + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
)


def make_copy(percent: str, name: str, verb: str) -> bytes:
    marked = MARKED.replace("30%", percent)
    return make_docx(
        p(r("Port fees"), style="Berschrift1")
        + p(r("Fees rise "), marked, r(" in May, the harbour office said."))
        + p(r(f"The director, {name}, had announced it in March."))
        + p(r(f"The ferries {verb} affected by the new rule."))
        + p(r("The port opened in 1911 and has four piers.")),
        comments=COMMENTS,
    )


def send_file(page: Page, data: bytes) -> None:
    file = {"name": "copy.docx", "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("Or choose a file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("progressbar")).to_be_visible()


def work() -> None:
    """Do what waits for the worker; in a thread, because this one has a loop already."""

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as ours:
            ours.run_worker(wait=False, install_signal_handlers=False)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_docx_with_a_comment_is_checked_and_asked_again_where_its_second_draft_changed(
    sign_in: SignIn,
) -> None:
    editor = make_editor()
    page = sign_in(editor)
    page.goto("/articles/new/")
    send_file(page, make_copy("30%", "Amina Idrissi", "are"))
    work()
    expect(page.get_by_role("heading", name="Port fees").first).to_be_visible()
    article = Article.objects.get()
    note = article.revisions.get().draft_citations.get()
    assert note.url == "https://port.example/fees"
    first = make_claim(article=article, exact="by 30%")
    page.goto(f"{article.get_absolute_url()}?claim={first.pk}")
    page.get_by_role("link", name="Use").click()
    expect(page.get_by_label("Address")).to_have_value("https://port.example/fees")
    page.get_by_label("Source").fill("Harbour office")
    page.get_by_label("Passage").press("Control+Enter")
    expect(page.get_by_role("heading", name="1 citation")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("v")
    expect(page.locator(".verdict")).to_contain_text("Verified")
    for exact in ("Amina Idrissi", "ferries are affected", "opened in 1911"):
        make_claim(article=article, exact=exact, rating="verified")

    page.get_by_role("link", name="New draft").click()
    send_file(page, make_copy("80%", "Samira Idrissi", "are not"))
    work()
    page.wait_for_url(f"**/articles/{article.pk}/revisions/")
    expect(page.get_by_role("heading", name="Needs a look")).to_contain_text("3")
    asked = Claim.objects.exclude(recheck=[]).order_by("number")
    assert [claim.number for claim in asked] == [1, 2, 3]
    page.get_by_role("link", name="Claim 1").first.click()
    expect(page.locator('mark[data-state="recheck"]')).to_have_count(3)
    expect(page.locator('mark[data-state="verified"]')).to_have_text("opened in 1911")
    expect(page.get_by_role("region", name="Needs recheck")).to_contain_text("It was")

    page.keyboard.press("n")
    expect(page.get_by_label("Rationale")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#claim-title")).to_have_text("Samira Idrissi")
    page.keyboard.press("y")
    expect(page.locator("#progress")).to_contain_text("2 verified")
    expect(page.get_by_role("region", name="Needs recheck")).to_have_count(0)


def test_paste_of_rich_text_keeps_headings_and_lists_and_shows_the_plain_text(
    sign_in: SignIn,
) -> None:
    page = sign_in()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/articles/new/")
    page.evaluate(
        """async () => {
            const html = "<h2>Port fees</h2><ul><li>Up by 30%</li></ul><img src='/x.png'>";
            const parts = { "text/html": html, "text/plain": "Port fees\\nUp by 30%" };
            const blobs = Object.entries(parts).map(([t, v]) => [t, new Blob([v], { type: t })]);
            await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
        }"""
    )
    field = page.get_by_label("Paste the text")
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value("Port fees\nUp by 30%")
    expect(page.get_by_text("Headings, lists and notes are taken")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="Port fees").first).to_be_visible()
    kinds = [block["kind"] for block in Article.objects.get().revisions.get().blocks]
    assert kinds == ["heading", "list_item"]


def test_paste_that_is_changed_afterwards_is_the_plain_text(sign_in: SignIn) -> None:
    page = sign_in()
    page.goto("/articles/new/")
    field = page.get_by_label("Paste the text")
    field.evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/html", "<h1>Fees</h1>");
            const pasting = { clipboardData: data, bubbles: true };
            field.dispatchEvent(new ClipboardEvent("paste", pasting));
            field.value = "Fees";
            const options = { inputType: "insertFromPaste", bubbles: true };
            field.dispatchEvent(new InputEvent("input", options));
        }"""
    )
    expect(page.locator("[data-paste-rich]")).to_have_value("<h1>Fees</h1>")
    field.press_sequentially(" rise")
    expect(page.locator("[data-paste-rich]")).to_have_value("")
    expect(page.get_by_text("Headings, lists and notes are taken")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_file_that_is_refused_says_why_and_another_goes_through(
    sign_in: SignIn, javascript: bool
) -> None:
    page = sign_in(java_script_enabled=javascript)
    page.goto("/articles/new/")
    page.get_by_label("Title").fill("Kept")
    send_file(page, b"\x89PNG\r\n\x1a\n\0\0")
    work()
    expect(page.get_by_text("does not keep a file")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Kept")
    send_file(page, make_copy("30%", "Amina Idrissi", "are"))
    work()
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_intake_pages_have_no_axe_violation(sign_in: SignIn, scheme: str) -> None:
    editor = make_editor()
    page = sign_in(
        editor, color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800}
    )
    waiting = Import.objects.create(url="https://news.example/a", started_by=editor)
    refused = Import.objects.create(
        filename="a.pdf", started_by=editor, state="refused", refusal="This PDF has no text."
    )
    for address in ("/articles/new/", waiting.get_absolute_url(), refused.get_absolute_url()):
        page.goto(address)
        result = Axe().run(page, options=RULES)
        assert [violation["id"] for violation in result.response["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
