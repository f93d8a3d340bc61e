"""What does not agree, as a reader finds it: by links, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from claims.actions.notes import keep_notes
from claims.models import Article, ConsistencyNote
from claims.text.consistency import Note, Place
from tests.browser.conftest import SignIn
from tests.browser.test_pages import RULES
from tests.factories import make_article, make_claim, make_mention, make_reviewer

FORMS = ("We never 🏠 lost it", "We nearly lost it")


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article with a quotation in two forms, screens apart, each under a claim."""
    filler = "\n\n".join(["Nothing of note happened."] * 60)
    article = make_article(text=f"“{FORMS[0]},” she said.\n\n{filler}\n\n“{FORMS[1]},” she said.")
    make_mention(claim=make_claim(article=article, exact=FORMS[0]), exact=f"{FORMS[1]},” she")
    text = article.revisions.get().text
    places = [Place(text.index(form), text.index(form) + len(form), form) for form in FORMS]
    note = Note("quotation_forms", tuple(places), "One quotation, two wordings.")
    keep_notes(article.revisions.get(), [note])
    return article


@pytest.mark.parametrize("has_javascript", [True, False])
def test_note_leads_to_both_its_places_and_back(
    sign_in: SignIn, article: Article, has_javascript: bool
) -> None:
    page = sign_in(java_script_enabled=has_javascript)
    page.goto(f"/articles/{article.pk}/")
    signs = page.get_by_role("link", name="Note 1: may not agree")
    expect(signs).to_have_count(2)
    page.locator("#consistency-notes").get_by_role("link", name=FORMS[1]).click()
    expect(signs.last).to_be_in_viewport()
    if has_javascript:
        marked = '[...CSS.highlights.get("noted")].map(String).join("|")'
        assert page.evaluate(marked) == FORMS[1]
    signs.last.click()
    expect(page.locator(".note").first).to_be_in_viewport()
    assert "claim=" not in page.url


def test_note_dismissed_by_keyboard_takes_its_signs_along(
    sign_in: SignIn, article: Article
) -> None:
    reviewer = make_reviewer()
    page = sign_in(reviewer)
    page.goto(f"/articles/{article.pk}/")
    page.locator(".note summary", has_text="Dismiss").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Both were said.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 dismissed")).to_be_visible()
    expect(page.locator(".note-sign:visible")).to_have_count(0)
    assert ConsistencyNote.objects.get().dismissed_by == reviewer
    page.get_by_text("1 dismissed").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".note-sign:visible")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1600])
def test_notes_and_joining_have_no_axe_violation(
    sign_in: SignIn, article: Article, scheme: str, width: int
) -> None:
    page = sign_in(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    claim = article.claims.get()
    make_claim(article=article, exact="Nothing of note")
    for address in (f"/articles/{article.pk}/?claim={claim.pk}", f"/claims/{claim.pk}/join/"):
        page.goto(address)
        for details in page.locator("details:not(.person)").all():
            details.evaluate("element => { element.open = true }")
        if "?" in address:
            expect(page.locator("#claim-join select")).to_be_visible()
        result = Axe().run(page, options=RULES)
        assert result.violations_count == 0, result.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
