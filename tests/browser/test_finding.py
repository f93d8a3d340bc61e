"""What the desk suggests, as a reviewer goes through it by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from claims.models import Article, Claim, DraftCitation, Suggestion
from tests.browser.conftest import SignIn
from tests.factories import make_article, make_claim, make_source

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion of deficit too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased. It was the first call in years.
"""


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article(text=TEXT)


def check(page: Page, article: Article, rest: str = "") -> Page:
    page.goto(f"/articles/{article.pk}/{rest}")
    return page


def uncovered(article: Article) -> list[Suggestion]:
    return list(Suggestion.objects.filter(revision__article=article).order_by("start"))


def hints(page: Page, words: str) -> Locator:
    return page.locator("mark.hint", has_text=words)


def title(page: Page) -> Locator:
    return page.locator("#suggestion-title")


def test_suggestion_pressed_in_the_text_is_accepted_with_its_repeats_by_one_key(
    sign_in: SignIn, article: Article
) -> None:
    page = check(sign_in(), article)
    hints(page, "$295 billion").first.click()
    expect(title(page)).to_contain_text("$295 billion")
    expect(page.get_by_role("heading", name="The same in 1 more place")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?suggestion=\d+$"))
    page.keyboard.press("a")
    expect(title(page)).to_contain_text("30%")
    expect(hints(page, "$295 billion")).to_have_count(0)
    expect(page.locator("mark[data-lead]", has_text="$295 billion")).to_have_count(2)
    expect(page.locator("#claim-list")).to_contain_text("$295 billion")
    expect(page.locator("#coverage")).to_contain_text(f"2 of {len(uncovered(article))}")
    assert Claim.objects.get().mentions.count() == 2


def test_suggestion_keys_step_dismiss_and_rest_while_typing(
    sign_in: SignIn, article: Article
) -> None:
    first, second, *_ = uncovered(article)
    page = check(sign_in(), article, f"?suggestion={first.pk}")
    page.keyboard.press("j")
    expect(title(page)).to_have_text(second.exact)
    page.keyboard.press("k")
    expect(title(page)).to_have_text(first.exact)
    page.get_by_label("Why dismiss it?").click()
    page.keyboard.type("axgjk")
    expect(page.get_by_label("Why dismiss it?")).to_have_value("axgjk")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(title(page)).to_have_text(second.exact)
    expect(page.locator("#coverage")).to_contain_text("1 dismissed by name")
    first.refresh_from_db()
    assert first.dismissed_reason == "axgjk"


def test_suggestion_list_by_keyboard_accepts_dismisses_and_takes_back(
    sign_in: SignIn, article: Article
) -> None:
    by_score = sorted(uncovered(article), key=lambda each: (-each.score, each.start))
    page = check(sign_in(), article)
    page.keyboard.press("g")
    boxes = page.locator('#suggestion-list input[name="ids"]')
    expect(boxes.first).to_be_focused()
    expect(boxes).to_have_count(len(by_score))
    page.keyboard.press("j")
    expect(boxes.nth(1)).to_be_focused()
    expect(page.locator("mark.hint[data-current]").first).to_be_visible()
    page.keyboard.press("x")
    expect(boxes).to_have_count(len(by_score) - 1)
    expect(boxes.nth(1)).to_be_focused()
    by_score[1].refresh_from_db()
    assert by_score[1].dismissed_at

    page.get_by_role("link", name="Select all").click()
    expect(boxes.last).to_be_checked()
    page.keyboard.press("a")
    expect(page.get_by_text("Every checkable item is under a claim")).to_be_visible()
    total = len(by_score)
    expect(page.locator("#coverage")).to_contain_text(f"{total - 1} of {total} checkable items")

    page.get_by_text("1 dismissed", exact=True).click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="1 item not covered")).to_be_visible()
    page.keyboard.press("g")
    expect(page.get_by_role("heading", name="No claim in hand")).to_be_visible()


def test_suggestion_list_works_without_javascript(sign_in: SignIn, article: Article) -> None:
    page = check(sign_in(java_script_enabled=False), article)
    page.get_by_role("link", name="checkable items covered").click()
    page.get_by_role("link", name="Select all").click()
    page.get_by_role("button", name="Accept selected").click()
    expect(page.get_by_text("Every checkable item is under a claim")).to_be_visible()
    assert Claim.objects.filter(article=article).exists()


def test_suggestion_one_after_the_other_without_javascript(
    sign_in: SignIn, article: Article
) -> None:
    first, second, *_ = uncovered(article)
    page = check(sign_in(java_script_enabled=False), article, f"?suggestion={first.pk}")
    page.get_by_role("button", name="Dismiss", exact=True).or_(
        page.get_by_role("button", name="Dismiss x")
    ).click()
    expect(title(page)).to_have_text(second.exact)


def test_claim_made_by_hand_moves_the_meter(sign_in: SignIn, article: Article) -> None:
    found = next(each for each in uncovered(article) if "30%" in each.exact)
    page = check(sign_in(), article)
    page.keyboard.press("w")
    page.get_by_label("Words as they stand in the text").fill(found.exact)
    page.get_by_role("button", name="New claim").click()
    expect(page.locator("#claim-title")).to_have_text(found.exact)
    expect(page.locator("#coverage")).to_contain_text("1 of")
    expect(hints(page, found.exact)).to_have_count(0)


def test_note_of_the_copy_fills_the_cite_form_and_becomes_a_citation(
    sign_in: SignIn, article: Article
) -> None:
    make_source(name="US Census Bureau", domains=["census.gov"])
    claim = make_claim(article=article, exact="30%")
    mention = claim.mentions.get()
    note = DraftCitation.objects.create(
        revision=mention.revision,
        start=mention.start,
        end=mention.end,
        kind="comment",
        author="Nora",
        text="Table 1 says 30.",
        url="https://www.census.gov/table",
    )
    page = check(sign_in(), article, f"?claim={claim.pk}")
    page.get_by_label("Rationale").fill("Half a thought")
    page.get_by_role("link", name="Use this comment").click()
    expect(page.get_by_label("Passage")).to_have_value("Table 1 says 30.")
    expect(page.get_by_label("Source")).to_have_value("US Census Bureau")
    page.get_by_role("button", name="Cite", exact=True).click()
    expect(page.get_by_role("heading", name="1 citation")).to_be_visible()
    expect(page.get_by_text("From the copy")).to_be_hidden()
    expect(page.get_by_label("Rationale")).to_have_value("Half a thought")
    note.refresh_from_db()
    assert note.citation == claim.citations.get()
