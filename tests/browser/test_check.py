"""The check page, as a reviewer uses it."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Verdict
from tests.browser.conftest import SignIn
from tests.factories import (
    make_article,
    make_citation,
    make_claim,
    make_mention,
    make_reviewer,
    make_source,
    stored_version,
)

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased. Nobody said $295 billion again.
"""


@pytest.fixture
def deficit(transactional_db: None) -> Claim:
    """A claim with three mentions, the second claim of its article being on the tariffs."""
    article = make_article(text=TEXT)
    claim = make_claim(article=article, exact="$295 billion", wording="The deficit was $295bn.")
    text = article.revisions.get().text
    start = text.index("$295", text.index("$295") + 1)
    make_mention(claim=claim, exact="Officials called $295 billion")
    make_mention(claim=claim, exact=text[start : start + 12] + " too much")
    make_claim(article=article, exact="30%", wording="Tariffs fell to 30%.")
    return claim


def check(page: Page, claim: Claim, *, in_hand: bool = True) -> Page:
    page.goto(f"/articles/{claim.article_id}/{f'?claim={claim.pk}' if in_hand else ''}")
    return page


def marks(page: Page, claim: Claim):
    return page.locator(f'mark[data-lead="{claim.pk}"]')


def select(page: Page, words: str) -> None:
    """Select words of the text as a reader does, whatever elements they stand in."""
    page.evaluate(
        """(words) => {
            const body = document.querySelector("[data-article-body]");
            for (const block of body.querySelectorAll("[data-start]")) {
                const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
                const nodes = [];
                let text = "";
                while (walker.nextNode()) {
                    if (walker.currentNode.parentElement.closest("[data-x]")) continue;
                    nodes.push([walker.currentNode, text.length]);
                    text += walker.currentNode.data;
                }
                const at = text.indexOf(words);
                if (at < 0) continue;
                const find = (offset) => {
                    const [node, start] = nodes.findLast(([, start]) => start <= offset);
                    return [node, offset - start];
                };
                const range = document.createRange();
                range.setStart(...find(at));
                range.setEnd(...find(at + words.length));
                document.getSelection().removeAllRanges();
                document.getSelection().addRange(range);
                return;
            }
            throw new Error(`not in the text: ${words}`);
        }""",
        words,
    )


def test_check_by_keyboard_cites_and_verifies_and_every_mark_turns(
    sign_in: SignIn, deficit: Claim
) -> None:
    make_source(name="US Census Bureau", domains=["census.gov"])
    page = check(sign_in(), deficit, in_hand=False)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(rf"\?claim={deficit.pk}$"))
    page.keyboard.press("v")
    expect(page.get_by_role("alert")).to_contain_text("Verified needs a supporting citation")

    page.keyboard.press("c")
    page.keyboard.type("https://www.census.gov/foreign-trade/")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Source")).to_have_value("US Census Bureau")
    page.get_by_label("Locator").fill("Table 1, row 2024")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="1 citation")).to_be_visible()

    page.evaluate("document.activeElement.blur()")
    scrolled = page.evaluate("window.scrollY")
    page.keyboard.press("v")
    expect(page.locator(".verdict")).to_contain_text("Verified")
    for mark in marks(page, deficit).all():
        expect(mark).to_have_attribute("data-state", "verified")
    expect(page.locator("#progress")).to_contain_text("1 verified")
    assert page.evaluate("window.scrollY") == scrolled
    assert deficit.verdicts.get().rating == Verdict.Rating.VERIFIED


def test_check_key_pressed_the_moment_a_claim_arrives_stays_on_the_page(
    sign_in: SignIn, deficit: Claim
) -> None:
    page = check(sign_in(), deficit, in_hand=False)
    page.evaluate(
        """new MutationObserver((changes, observer) => {
            if (!document.querySelector("[data-verdict-form]")) return;
            observer.disconnect();
            document.body.dispatchEvent(
                new KeyboardEvent("keydown", { key: "v", bubbles: true, cancelable: true }));
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.keyboard.press("n")
    expect(page.get_by_role("alert")).to_contain_text("Verified needs a supporting citation")
    expect(page).to_have_url(re.compile(rf"\?claim={deficit.pk}$"))


def test_check_keys_step_through_claims_and_rest_while_typing(
    sign_in: SignIn, deficit: Claim
) -> None:
    page = check(sign_in(), deficit)
    title = page.locator("#claim-title")
    page.keyboard.press("j")
    expect(title).to_have_text("Tariffs fell to 30%.")
    page.keyboard.press("k")
    expect(title).to_have_text("The deficit was $295bn.")
    page.get_by_label("Rationale").click()
    page.keyboard.type("jkv?")
    expect(page.get_by_label("Rationale")).to_have_value("jkv?")
    expect(title).to_have_text("The deficit was $295bn.")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_check_disputed_asks_for_a_reason_then_sends_it(sign_in: SignIn, deficit: Claim) -> None:
    make_citation(claim=deficit, stance="contradicts")
    page = check(sign_in(), deficit)
    page.keyboard.press("d")
    expect(page.get_by_label("Rationale")).to_be_focused()
    page.keyboard.type("The table says 285.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict")).to_contain_text("Disputed")
    expect(marks(page, deficit).first).to_have_attribute("data-state", "disputed")
    page.keyboard.press("n")
    expect(page.locator("#claim-title")).to_have_text("Tariffs fell to 30%.")


def test_check_pressing_a_mark_takes_its_claim_in_hand_and_back_lets_go(
    sign_in: SignIn, deficit: Claim
) -> None:
    page = check(sign_in(), deficit, in_hand=False)
    page.locator("mark", has_text="30%").click()
    expect(page.locator("#claim-title")).to_have_text("Tariffs fell to 30%.")
    expect(page).to_have_url(re.compile(r"\?claim=\d+$"))
    page.go_back()
    expect(page.get_by_role("heading", name="No claim in hand")).to_be_visible()


def test_check_selected_words_become_a_claim(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(), deficit, in_hand=False)
    select(page, "the minister was pleased")
    page.get_by_role("button", name="New claim").click()
    expect(page.locator("#claim-title")).to_have_text("the minister was pleased")
    made = Claim.objects.get(wording="the minister was pleased")
    assert made.mentions.get().exact == "the minister was pleased"
    expect(page).to_have_url(re.compile(rf"\?claim={made.pk}$"))
    expect(marks(page, made)).to_have_text("the minister was pleased")


def test_check_selected_words_become_a_mention_of_the_claim_in_hand(
    sign_in: SignIn, deficit: Claim
) -> None:
    page = check(sign_in(), deficit)
    select(page, "90 days 🏠 and")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="4 mentions")).to_be_visible()
    assert deficit.mentions.filter(exact="90 days 🏠 and").exists()


def test_check_typed_words_that_stand_twice_ask_which(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(), deficit, in_hand=False)
    page.keyboard.press("w")
    page.get_by_label("Words as they stand in the text").fill("$295 billion")
    page.get_by_role("button", name="New claim").click()
    expect(page.get_by_text("Which one?")).to_be_visible()
    page.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="New claim").click()
    expect(page.locator("#claim-title")).to_have_text("$295 billion")
    made = Claim.objects.get(wording="$295 billion")
    assert made.mentions.get().suffix.startswith(" again")


def test_check_without_javascript_marks_cites_and_decides(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(java_script_enabled=False), deficit, in_hand=False)
    page.get_by_role("link", name="type them").click()
    page.get_by_label("Words as they stand in the text").fill("90 days")
    page.get_by_role("button", name="New claim").click()
    page.get_by_text("Cite", exact=False).and_(page.locator("summary")).click()
    page.get_by_label("Source").fill("The ministry")
    page.get_by_label("Passage").fill("for ninety days")
    page.get_by_role("button", name="Cite", exact=True).click()
    page.get_by_role("button", name="Verified").click()
    expect(page.locator(".verdict")).to_contain_text("Verified")
    assert Claim.objects.get(wording="90 days").rating == Verdict.Rating.VERIFIED


def test_check_two_reviewers_at_once_lose_nothing(sign_in: SignIn, deficit: Claim) -> None:
    make_citation(claim=deficit)
    first, second = make_reviewer(first_name="Ada"), make_reviewer()
    slow, fast = check(sign_in(second), deficit), check(sign_in(first), deficit)
    fast.keyboard.press("v")
    expect(fast.locator(".verdict")).to_contain_text("Verified")
    slow.get_by_label("Rationale").fill("The source says otherwise.")
    slow.get_by_role("button", name="Disputed").click()
    refusal = slow.get_by_role("alert")
    expect(refusal).to_contain_text("Ada decided verified")
    expect(refusal).to_contain_text("Yours was disputed")
    expect(slow.get_by_label("Rationale")).to_have_value("The source says otherwise.")
    assert deficit.verdicts.count() == 1
    slow.get_by_role("button", name="Disputed").click()
    expect(slow.locator(".verdict")).to_contain_text("Disputed")
    assert deficit.verdicts.count() == 2
    assert stored_version(deficit) > 2


def test_check_what_was_typed_stays_while_citing(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(), deficit)
    page.get_by_label("Rationale").fill("Half a thought")
    page.get_by_label("Rationale").press("Escape")
    page.keyboard.press("c")
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Cite", exact=True).click()
    expect(page.get_by_text("That is no web address")).to_be_visible()
    page.get_by_label("Address").fill("https://example.org/report")
    page.get_by_label("Source").fill("A report")
    page.get_by_role("button", name="Cite", exact=True).click()
    expect(page.get_by_role("heading", name="1 citation")).to_be_visible()
    expect(page.get_by_label("Rationale")).to_have_value("Half a thought")


def test_check_narrow_folds_the_claim_in_hand_away(sign_in: SignIn, deficit: Claim) -> None:
    page = check(sign_in(viewport={"width": 390, "height": 800}), deficit)
    panel = page.locator("#claim-panel")
    tall = panel.evaluate("panel => panel.offsetHeight")
    page.get_by_role("button", name="Fold").click()
    assert panel.evaluate("panel => panel.offsetHeight") < tall / 2
    page.get_by_role("link", name="Next", exact=False).first.click()
    expect(page.get_by_role("button", name="Unfold")).to_be_visible()
    page.get_by_role("button", name="Unfold").click()
    expect(page.get_by_label("Rationale")).to_be_visible()
