"""Joining and splitting claims, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from tests.browser.conftest import SignIn
from tests.factories import make_article, make_claim, make_mention

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion too much.

Tariffs fell to 30% for 90 days and the minister was pleased. Nobody said $295bn again.
"""


@pytest.fixture
def deficit(transactional_db: None) -> Claim:
    """A claim of three places; the second claim of its article says the same, the third not."""
    article = make_article(text=TEXT)
    claim = make_claim(article=article, exact="$295 billion", wording="The deficit was $295bn.")
    make_mention(claim=claim, exact="Officials called $295 billion")
    make_mention(claim=claim, exact="90 days")
    make_claim(article=article, exact="$295bn", wording="The deficit: $295bn.")
    make_claim(article=article, exact="30%", wording="Tariffs fell to 30%.")
    return claim


def check(page: Page, claim: Claim) -> Page:
    page.goto(f"/articles/{claim.article_id}/?claim={claim.pk}")
    expect(page.locator("#claim-title")).to_have_text(claim.wording)
    return page


def test_claim_join_by_keyboard_leads_to_the_claim_that_goes_on(
    sign_in: SignIn, deficit: Claim
) -> None:
    double = deficit.article.claims.get(number=2)
    page = check(sign_in(), double)
    page.keyboard.press("o")
    choice = page.get_by_label("Join claim 2 to")
    expect(choice).to_be_focused()
    expect(choice).to_have_value(f"{deficit.pk}-{deficit.version + 2}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-title")).to_have_text("The deficit was $295bn.")
    expect(page.locator("#claim-title")).to_be_focused()
    expect(page).to_have_url(re.compile(rf"\?claim={deficit.pk}$"))
    expect(page.get_by_text("Joined: claim 2")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Claim 2 was joined to claim 1.")
    expect(page.locator("#claim-list li")).to_have_count(2)
    expect(page.locator(f'mark[data-lead="{deficit.pk}"]').last).to_have_text("$295bn")
    double.refresh_from_db()
    assert double.joined_into == deficit

    page.keyboard.press("j")  # the keys are live again
    expect(page.locator("#claim-title")).to_have_text("Tariffs fell to 30%.")


def test_claim_split_by_keyboard_takes_the_new_claim_in_hand(
    sign_in: SignIn, deficit: Claim
) -> None:
    page = check(sign_in(), deficit)
    page.keyboard.press("s")
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(boxes.last).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("They last 90 days.")
    page.keyboard.press("Enter")
    expect(page.locator("#claim-title")).to_have_text("They last 90 days.")
    expect(page.locator("#claim-list li")).to_have_count(4)
    split = Claim.objects.get(split_from=deficit)
    expect(page).to_have_url(re.compile(rf"\?claim={split.pk}$"))
    expect(page.locator(f'mark[data-lead="{split.pk}"]')).to_have_text("90 days")
    page.keyboard.press("s")
    expect(page.locator("#live")).to_contain_text("nothing to split off")


def test_claim_split_of_nothing_says_so_beside_the_places(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(), deficit)
    page.keyboard.press("s")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_text("Choose the places that say something else.")


def test_claim_join_under_an_open_page_of_somebody_else_leads_on(
    sign_in: SignIn, deficit: Claim
) -> None:
    double = deficit.article.claims.get(number=2)
    old = check(sign_in(), deficit.article.claims.get(number=3))
    page = check(sign_in(), double)
    page.keyboard.press("o")
    expect(page.get_by_label("Join claim 2 to")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Joined: claim 2")).to_be_visible()
    old.locator(f'#claim-list a[data-claim="{double.pk}"]').click()
    expect(old.locator("#claim-title")).to_have_text("The deficit was $295bn.")
    old.keyboard.press("v")  # counts for the claim that came, so its refusal is shown
    expect(old.get_by_role("alert")).to_contain_text("Verified needs a supporting citation")


def test_joining_works_without_javascript(sign_in: SignIn, deficit: Claim) -> None:
    page = sign_in(java_script_enabled=False)
    page.goto(f"/articles/{deficit.article_id}/?claim={deficit.pk}")
    page.locator("[data-join] summary").click()
    page.get_by_role("link", name="Choose the claim to join it to").click()
    page.get_by_role("button", name="Join").click()
    page.get_by_role("link", name="claim 1").click()
    page.get_by_role("button", name="Take it out again").click()
    expect(page.locator("#claim-title")).to_have_text("The deficit was $295bn.")
    page.locator("[data-split] summary").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Split off").click()
    expect(page.locator("#claim-title")).to_have_text("$295 billion")
