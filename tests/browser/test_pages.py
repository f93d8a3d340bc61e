"""Every page, as any reader meets it: axe, in light and dark, at the width of a phone too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from claims.actions.revisions import add_revision
from claims.actions.suggestions import dismiss_suggestions
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, DraftCitation
from claims.queries.coverage import get_coverage
from tests.browser.conftest import SignIn
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_source,
    make_verdict,
)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]}}
# The admin's markup is Django's: it keeps to WCAG, and here and there not to axe's best practice.
ADMIN_RULES = {"runOnly": {"type": "tag", "values": WCAG}}


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article with a claim of each rating, and one open."""
    article = make_article(title="A ferry sank")
    for exact, rating in (
        ("142 people", "verified"),
        ("12 May", "disputed"),
        ("Amina Idrissi", "unsourced"),
        ("worst accident in ten years", ""),
    ):
        claim = make_claim(article=article, exact=exact, kind="quotation" if rating else "other")
        make_citation(claim=claim, source=make_source(), url="https://example.org/a/report")
        if rating:
            make_verdict(claim=claim, rating=rating)
    mention = claim.mentions.get()
    DraftCitation.objects.create(
        revision=mention.revision,
        start=mention.start,
        end=mention.end,
        kind="comment",
        author="Nora",
        text="Says who?",
        url="https://example.org/a/table",
    )
    last = get_coverage(article.pk).uncovered[-1]
    dismiss_suggestions(article_id=article.pk, suggestion_ids=[last.id], by=article.owner)
    return article


@pytest.fixture
def revised(transactional_db: None) -> Article:
    """An article of two drafts, with a claim kept, one moved, one edited and one orphaned."""
    plain = [f"Paragraph {number} says little about it." for number in range(6)]
    told = "The vote was 7 to 4 on Tuesday."
    first, rest = "The ferry lost £840,000 in a year.", "Nobody had expected it."
    article = make_article(
        title="Fees", text="\n\n".join(["Fees up 30%", told, first, *plain, rest])
    )
    for exact in ("Paragraph 3", "The vote was 7 to 4", "30%", "£840,000"):
        make_verdict(claim=make_claim(article=article, exact=exact))
    draft = "\n\n".join(["Fees up 80%", *plain, rest, told])
    add_revision(article_id=article.pk, document=read_pasted(draft), by=article.owner)
    return article


def addresses(article: Article, revised: Article) -> dict[str, str]:
    claim = Claim.objects.filter(article=article, rating="verified").get()
    other = Claim.objects.filter(article=article, rating="").get()
    waiting = get_coverage(article.pk).uncovered[0].id
    return {
        "desk": "/",
        "articles": "/articles/",
        "new article": "/articles/new/",
        "check": f"/articles/{article.pk}/",
        "check, decided": f"/articles/{article.pk}/?claim={claim.pk}",
        "check, open": f"/articles/{article.pk}/?claim={other.pk}",
        "check, words": f"/articles/{article.pk}/?words=2",
        "check, suggestion": f"/articles/{article.pk}/?suggestion={waiting}",
        "check, suggestions": f"/articles/{article.pk}/suggestions/?all=1",
        "details": f"/articles/{article.pk}/edit/",
        "history": f"/articles/{article.pk}/history/",
        "one draft": f"/articles/{article.pk}/revisions/",
        "drafts": f"/articles/{revised.pk}/revisions/",
        "drafts, refused": f"/articles/{revised.pk}/revisions/?old=9",
        "archive": "/claims/",
        "claim": f"/claims/{claim.pk}/",
        "sources": "/sources/",
        "password": "/password/",
        "not found": "/articles/999999/",
        "admin": "/admin/",
        "admin sources": "/admin/claims/source/",
        "admin source": f"/admin/claims/source/{claim.citations.get().source_id}/change/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_have_no_axe_violation(
    sign_in: SignIn, article: Article, revised: Article, scheme: str, width: int
) -> None:
    page = sign_in(
        make_admin(is_superuser=True),
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,  # for axe's own script
    )
    found = {}
    for name, address in addresses(article, revised).items():
        page.goto(address)
        for details in page.locator("details:not(.person)").all():
            details.evaluate("element => { element.open = true }")
        rules = ADMIN_RULES if address.startswith("/admin/") else RULES
        result = Axe().run(page, options=rules)
        if result.violations_count:
            found[name] = [
                (violation["id"], [node["target"] for node in violation["nodes"]][:3])
                for violation in result.response["violations"]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0 and not address.startswith("/admin"):
            found[f"{name}, wider than the window"] = wide
    assert found == {}


def test_sign_in_page_has_no_axe_violation(sign_in: SignIn, article: Article) -> None:
    page = sign_in(bypass_csp=True)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    assert Axe().run(page, options=RULES).violations_count == 0


def test_sign_out_leaves_nothing_behind_in_the_browser(sign_in: SignIn, article: Article) -> None:
    page = sign_in()
    claim = article.claims.first()
    page.goto(f"/articles/{article.pk}/?claim={claim.pk}")
    page.keyboard.press("j")
    expect(page.locator("#claim-title")).to_be_visible()
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "articles" not in kept
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_session_that_ended_sends_to_sign_in_not_into_the_panel(
    sign_in: SignIn, article: Article
) -> None:
    page = sign_in()
    page.goto(f"/articles/{article.pk}/")
    page.context.clear_cookies()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_article_create_from_pasted_text_shows_its_headings_and_keeps_what_was_refused(
    sign_in: SignIn,
) -> None:
    page = sign_in()
    page.goto("/articles/new/")
    page.get_by_label("Text").fill("   ")
    page.get_by_label("Title").fill("Kept")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("There is no text in it")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Kept")
    page.get_by_label("Text").fill("A headline here\n\nFirst words. More words.\n\n- one\n- two")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="A headline here")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="two")).to_be_visible()


def test_revision_list_on_a_phone_shows_the_new_words_first_and_leads_to_the_claim(
    sign_in: SignIn, revised: Article
) -> None:
    page = sign_in(viewport={"width": 390, "height": 800})
    page.goto(f"/articles/{revised.pk}/")
    page.get_by_role("link", name="Drafts", exact=True).click()
    expect(page.get_by_role("heading", name="Needs a look 2")).to_be_visible()
    page.get_by_role("link", name="See it in the text for claim 3").click()
    row = page.locator(".row").first
    new, old = row.get_by_role("insertion"), row.get_by_role("deletion")
    expect(new).to_have_text("80")
    expect(old).to_have_css("text-decoration-line", "line-through")
    assert new.bounding_box()["y"] < old.bounding_box()["y"]
    folded = page.get_by_text("Paragraph 3 says little")
    expect(folded.first).to_be_hidden()
    page.get_by_text("paragraphs unchanged, with 1 claim").click()
    row.get_by_role("list", name="Claims here").get_by_role("link").click()
    expect(page.locator("#claim-title")).to_be_visible()
