"""The end of a check, as the people of a desk go through it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Article
from tests.browser.conftest import SignIn
from tests.browser.test_pages import RULES
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_complete_article,
    make_covered,
    make_editor,
    make_reviewer,
    make_sign_off,
    make_suggestion,
    make_verdict,
)


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article whose claims are decided but for one that nobody can source."""
    article = make_covered(make_article(title="A ferry sank"))
    make_claim(article=article, citations=1, rating="verified")
    make_claim(article=article, exact="12 May", rating="unsourced", wording="It sank on 12 May.")
    return article


def release(page: Page, article: Article) -> Page:
    page.goto(f"/articles/{article.pk}/release/")
    return page


def test_release_is_refused_then_granted_after_a_second_persons_sign_off_then_lapses(
    sign_in: SignIn, article: Article
) -> None:
    editor, reviewer = (
        sign_in(make_editor(first_name="Edith")),
        sign_in(make_reviewer(first_name="Rita")),
    )
    editor.goto(f"/articles/{article.pk}/")
    expect(editor.locator("#release-state")).to_contain_text("2 things are missing")
    editor.locator("#release-state").get_by_role("link", name="Release").click()
    editor.get_by_role("button", name="Clear").click()
    refusal = editor.get_by_role("alert")
    expect(refusal).to_contain_text("Claim 2 is unsourced, and no editor has accepted")
    expect(refusal).to_contain_text("No second person has signed the check off.")

    editor.get_by_role("link", name="Claim 2", exact=True).click()
    editor.get_by_text("Accept: rests on the reporter").click()
    editor.get_by_label("Why it may stand").fill("Two people who were there say so.")
    editor.get_by_role("button", name="Accept unsourced").click()
    expect(editor.get_by_text("Accepted by Edith")).to_be_visible()

    release(reviewer, article).get_by_role("button", name="Sign off").click()
    expect(reviewer.get_by_text("It holds.")).to_be_visible()
    expect(reviewer.get_by_text("You have signed off what is there now.")).to_be_visible()

    make_citation(claim=article.claims.get(number=1))
    release(editor, article).get_by_role("button", name="Clear").click()
    refusal = editor.get_by_role("alert")
    expect(refusal).to_contain_text(
        "The sign-off by Rita has lapsed: the citations of claim 1 changed. It takes a new one."
    )

    release(reviewer, article).get_by_role("button", name="Sign off").click()
    expect(reviewer.get_by_text("It holds.")).to_be_visible()
    make_verdict(claim=article.claims.get(number=1))
    release(editor, article)
    expect(editor.get_by_text("Claim 1 was decided anew.", exact=True).first).to_be_visible()
    release(reviewer, article).get_by_role("button", name="Sign off").click()
    expect(reviewer.get_by_text("It holds.")).to_be_visible()

    release(editor, article).get_by_role("button", name="Clear").click()
    expect(editor.get_by_text("was cleared by Edith")).to_be_visible()
    expect(editor.get_by_role("heading", name="1 rests on the reporter")).to_be_visible()
    editor.goto(f"/articles/{article.pk}/")
    expect(editor.locator("#release-state")).to_contain_text("by Edith")
    release(editor, article).get_by_label("Why it goes back").fill("A reader wrote.")
    editor.get_by_role("button", name="Take back into review").click()
    expect(editor.get_by_role("button", name="Clear")).to_be_visible()


def test_release_state_follows_the_verdict(sign_in: SignIn, transactional_db: None) -> None:
    article = make_complete_article()
    claim = make_claim(article=article, exact="12 May", citations=1)
    page = sign_in()
    page.goto(f"/articles/{article.pk}/?claim={claim.pk}")
    expect(page.locator("#release-state")).to_contain_text("2 things are missing")
    page.keyboard.press("v")
    expect(page.locator("#release-state")).to_contain_text("1 thing is missing")
    expect(page.locator("#claim-title")).to_have_text("12 May")


def test_release_without_javascript_is_refused_signed_off_and_cleared(
    sign_in: SignIn, article: Article
) -> None:
    editor = sign_in(make_editor(first_name="Edith"), java_script_enabled=False)
    release(editor, article).get_by_role("button", name="Clear").click()
    expect(editor.get_by_role("alert")).to_contain_text("Claim 2 is unsourced")
    editor.get_by_role("link", name="Claim 2", exact=True).click()
    editor.get_by_text("Accept: rests on the reporter").click()
    editor.get_by_label("Why it may stand").fill("Two people who were there say so.")
    editor.get_by_role("button", name="Accept unsourced").click()
    expect(editor.get_by_text("Accepted by Edith")).to_be_visible()
    make_sign_off(article)
    release(editor, article).get_by_role("button", name="Clear").click()
    expect(editor.get_by_text("was cleared by Edith")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_release_pages_have_no_axe_violation(
    sign_in: SignIn, article: Article, scheme: str, width: int
) -> None:
    make_suggestion(article, exact="Nobody had seen x̄ before")
    signed = make_complete_article()
    make_sign_off(signed)
    lapsed = make_complete_article()
    make_sign_off(lapsed)
    make_verdict(claim=lapsed.claims.get())
    cleared = make_complete_article()
    Article.objects.filter(pk=cleared.pk).update(status="cleared")
    unsourced = article.claims.get(number=2)
    page = sign_in(
        make_admin(),
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,  # for axe's own script
    )
    found = {}
    for address in (
        *(f"/articles/{each.pk}/release/" for each in (article, signed, lapsed, cleared)),
        f"/articles/{article.pk}/?claim={unsourced.pk}",
    ):
        page.goto(address)
        for details in page.locator("details:not(.person)").all():
            details.evaluate("element => { element.open = true }")
        result = Axe().run(page, options=RULES)
        if result.violations_count:
            found[address] = [
                (violation["id"], [node["target"] for node in violation["nodes"]][:3])
                for violation in result.response["violations"]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            found[f"{address}, wider than the window"] = wide
    assert found == {}
