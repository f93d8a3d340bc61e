"""From a selection to code points, whatever the text is made of."""

import pytest

from tests.browser.conftest import SignIn
from tests.factories import make_article, make_claim

TEXT = """Ferry 🏠 sank

A family 👨‍👩‍👧‍👦 of four lost x\u0304 pounds, said the port.

قالت الوزارة إن ١٢ شخصا كانوا على متنها اليوم

The last paragraph stands here."""

SELECT = """([from, to, mode]) => {
    const blocks = [...document.querySelectorAll("[data-start]")];
    const point = (words, end) => {
        for (const block of blocks) {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (node.parentElement.closest("[data-x]")) continue;
                const at = node.data.indexOf(words);
                if (at >= 0) return [node, at + (end ? words.length : 0)];
            }
        }
        throw new Error(words);
    };
    const range = document.createRange();
    if (mode === "all") range.selectNodeContents(document.body);
    else if (mode === "triple") {
        const [node] = point(from, false);
        const block = node.parentElement.closest("[data-start]");
        range.setStart(block, 0);
        range.setEnd(blocks[blocks.indexOf(block) + 1], 0);
    } else {
        range.setStart(...point(from, false));
        range.setEnd(...point(to, true));
    }
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
}"""


@pytest.mark.parametrize(
    ("first", "last", "mode", "exact"),
    [
        ("sank", "sank", "", "sank"),
        ("🏠", "🏠", "", "🏠"),
        ("👨‍👩‍👧‍👦", "four", "", "👨‍👩‍👧‍👦 of four"),
        ("lost x", "pounds", "", "lost x\u0304 pounds"),
        ("الوزارة", "شخصا", "", "الوزارة إن ١٢ شخصا"),
        ("sank", "A family", "", "sank\n\nA family"),
        (" lost", " pounds", "", "lost x\u0304 pounds"),
        ("A family", "", "triple", "A family 👨‍👩‍👧‍👦 of four lost x\u0304 pounds, said the port."),
        ("", "", "all", None),
    ],
)
def test_selection_is_counted_in_code_points(
    sign_in: SignIn, first: str, last: str, mode: str, exact: str | None
) -> None:
    article = make_article(text=TEXT)
    make_claim(article=article, exact="of four")
    text = article.revisions.get().text
    page = sign_in()
    page.goto(f"/articles/{article.pk}/")
    page.evaluate(SELECT, [first, last, mode])
    page.locator("[data-mention-form]:not([hidden])").wait_for()
    field = "name => document.querySelector('[data-mention-form]').elements[name].value"
    start, end = int(page.evaluate(field, "start")), int(page.evaluate(field, "end"))
    assert text[start:end] == page.evaluate(field, "exact") == (exact or text)
