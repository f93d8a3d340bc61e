"""Article pages: which part of a page is the article, word for word.

trafilatura judges what belongs to the article; the words are read from the page by our own
walk. So every block is a stretch of the page as it stands there, and headings, quotations and
captions stay what they are. Title, byline and date are in `page_fields`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import trafilatura
from trafilatura.settings import Document as Extracted

from claims.intake import notices
from claims.intake.document import (
    LINE_BREAK,
    MAX_CODE_POINTS,
    BlockKind,
    Document,
    DocumentBuilder,
    clean_line,
)
from claims.intake.dom import DomBlock, Rules, Walker, is_hidden, local_name
from claims.intake.encodings import decode
from claims.intake.errors import IntakeRefused
from claims.intake.guesses import names_in
from claims.intake.html import (
    check_markup,
    declared_charset,
    has_text,
    mark_target,
    parse_markup,
)
from claims.intake.page_fields import PageFields, read_fields
from claims.intake.scripts import raised
from claims.intake.sign_in import asks_sign_in
from claims.intake.words import word_set

# One private character before every stretch of text says which block it is from; what the
# extractor keeps of them tells what it took for the article. Planes 15 and 16 have room for
# more blocks than any page has, and hold no character of any language.
_FIRST_MARK = 0xF0000
_MAX_BLOCKS = 0x10FFFD - _FIRST_MARK
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PRIVATE_PLANES = re.compile("[\U000f0000-\U0010ffff]")

_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|captiontext|thumbcaption|bildunterschrift)(?:[\s_-]|$)", re.IGNORECASE
)
# Class and id words of what stands among the article's paragraphs without belonging to it.
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|anzeige|author|byline|breadcrumbs?|comments?|cookie\w*|dateline"
    r"|footer|meta|metadata|more|nav|navigation|navbox|newsletter|noprint|outbrain|popup|postmeta"
    r"|print|promo|pullquote|rating|recommend\w*|related\w*|share|sharing|sidebar|social\w*|sponsor\w*"
    r"|subscribe\w*|submitted|taboola|tags?|teaser|toc|toolbar|widget)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_FOREIGN_TAGS = frozenset({"aside", "footer", "form", "header", "menu", "nav"})
# Lines of buttons: every word is one of these, and one at least of the first.
_BUTTONS = word_set(
    """
    advertisement ad anzeige werbung publicité publicidad pubblicità advertentie annonce sponsored
    share teilen partager compartir condividi delen del dela print drucken imprimer imprimir stampa
    tweet merken bookmark save speichern copy kopieren copier copiar
    """
)
_BUTTON_WORDS = _BUTTONS | word_set(
    """
    on via auf sur en su op by per this article artikel diesen the link url email e mail facebook
    twitter x whatsapp linkedin pinterest reddit telegram bluesky mastodon threads pocket xing
    flipboard messenger instagram
    """
)
_DAY = re.compile(r"[\d\s./:,-]{6,30}")
_SHORT = 150
_KEPT_SHARE = 0.5
# What stands around a form to sign in, in code points without white space; an article has more.
_SIGN_IN_MAX = 600
_LINKED_SHARE = 0.6


@dataclass(slots=True)
class _Candidate:
    """A block of the page, and whether it is the article's."""

    block: DomBlock
    text: str
    size: int
    kept: bool = False
    home: Any = None
    path: list[Any] = field(default_factory=list)


def read_page(
    data: bytes, *, url: str, media_type: str = "", max_code_points: int = MAX_CODE_POINTS
) -> Document:
    """Return the article of a web page.

    Args:
        data: the page as it was fetched.
        url: where it was fetched from; nothing is fetched here.
        media_type: as the server declares it.
        max_code_points: a longer text is refused.

    Raises:
        IntakeRefused: there is no article, the page asks for a sign-in, or it is too long or too
            twisted to be read.
    """
    markup, warning = decode(data, declared_charset(data, media_type))
    check_markup(markup)
    root = parse_markup(_PRIVATE_PLANES.sub("", markup))
    builder = DocumentBuilder(max_code_points)
    if warning:
        builder.warn(warning)
    _clean_tree(root)
    is_sign_in = asks_sign_in(root)
    candidates = _candidates(root, builder)
    # Fields first: to find the article, the tree is written on.
    fields = read_fields(root, [candidate.block for candidate in candidates], url)
    _judge(root, candidates, url)
    _mend(candidates, fields)
    for candidate in candidates:
        if candidate.kept:
            block = candidate.block
            builder.add(block.kind, [text.text for text in block.texts], block.level)
    if is_sign_in and sum(_size(block.text) for block in builder.blocks) < _SIGN_IN_MAX:
        raise IntakeRefused(
            "This page asks for a sign-in before it gives the article: open it in your browser,"
            " sign in there, then copy the text and paste it."
        )
    if not builder.blocks:
        raise _no_article()
    standfirst = _standfirst(builder, fields)
    return builder.build(
        title=fields.title,
        standfirst=standfirst,
        byline=fields.byline,
        published=fields.published,
        language=fields.language,
    )


class _PageRules(Rules):
    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder

    def is_left_out(self, element: Any) -> bool:
        name = local_name(element)
        if name == "del" and has_text(element):
            self._builder.warn(notices.DELETED)
            return True
        if name in {"s", "strike"} and has_text(element):
            self._builder.warn(notices.STRUCK)
        if name in {"sup", "a"} and _is_mark_at_figure(element):
            self._builder.warn(notices.TYPED_MARK)
            return True
        return is_hidden(element)

    def text_of(self, element: Any, text: str) -> str:
        if local_name(element) == "sup" and text[:1].isdecimal() and _is_figure(_before(element)):
            return raised(text)
        return text

    def kind_of(self, element: Any) -> tuple[BlockKind, int] | None:
        if element.get("role") == "heading" and local_name(element) not in {"h1", "h2", "h3"}:
            level = element.get("aria-level") or ""
            return "heading", min(int(level), 6) if level in set("123456789") else 2
        if local_name(element) in {"p", "div", "dd"} and _CAPTION.search(
            element.get("class") or ""
        ):
            return "caption", 0
        return None


def _is_mark_at_figure(element: Any) -> bool:
    """Tell whether a note's bare mark would read as part of the figure before it, "30%1"."""
    if not mark_target(element):
        return False
    return element.text_content().strip()[:1].isalnum() and _is_figure(_before(element))


def _before(element: Any) -> str:
    previous = element.getprevious()
    if previous is None:
        return (element.getparent().text or "") if element.getparent() is not None else ""
    return previous.tail or ("" if not isinstance(previous.tag, str) else previous.text_content())


def _is_figure(text: str) -> bool:
    return text[-1:].isdecimal() or text[-1:] in {"%", "٪", "‰"}


def _clean_tree(root: Any) -> None:
    """Take control characters out, which references like `&#1;` bring in and no tree may hold."""
    for element in root.iter():
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub("", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub("", element.tail)


def _candidates(root: Any, builder: DocumentBuilder) -> list[_Candidate]:
    found: list[_Candidate] = []
    holders: set[Any] = set()
    seen: set[Any] = set()
    for block in Walker(_PageRules(builder)).blocks(root):
        if len(found) >= _MAX_BLOCKS:
            raise _no_article()
        text = clean_line(block.text)
        if not any(character.isalnum() for character in text) and text.isascii():
            continue
        path = [block.element, *block.element.iterancestors()]
        found.append(_Candidate(block, text, _size(block.text), path=path))
        for element in path:
            if element in seen:
                holders.add(element)
            seen.add(element)
    for candidate in found:
        candidate.home = next((e for e in candidate.path if e in holders), root)
    return found


def _size(text: str) -> int:
    return sum(1 for character in text if not character.isspace())


def _judge(root: Any, candidates: Sequence[_Candidate], url: str) -> None:
    """Mark as kept what the extractor takes for the article; this writes on the tree."""
    for index, candidate in enumerate(candidates):
        mark = chr(_FIRST_MARK + index)
        for text in candidate.block.texts:
            if text.is_tail:
                text.element.tail = mark + text.element.tail
            elif text.text != LINE_BREAK:
                text.element.text = mark + text.element.text
    try:
        result = trafilatura.bare_extraction(root, url=url, include_comments=False)
    except Exception:
        # Pages are written by strangers: what breaks the extractor is read without it.
        result = None
    kept = [0] * len(candidates)
    current = -1
    texts = result.body.itertext() if isinstance(result, Extracted) else ()
    for text in texts:
        for character in text:
            if ord(character) >= _FIRST_MARK:
                current = ord(character) - _FIRST_MARK
            elif current >= 0 and not character.isspace():
                kept[current] += 1
    for candidate, size in zip(candidates, kept, strict=True):
        candidate.kept = size >= _KEPT_SHARE * max(candidate.size, 1)
    if not any(kept):
        _take_longest(candidates)


def _take_longest(candidates: Sequence[_Candidate]) -> None:
    """Keep the sentences of the home with most text, where the extractor finds no article."""
    sizes: dict[Any, int] = {}
    for candidate in candidates:
        if _is_prose(candidate):
            sizes[candidate.home] = sizes.get(candidate.home, 0) + candidate.size
    if not sizes:
        return
    best = max(sizes, key=lambda home: sizes[home])
    for candidate in candidates:
        candidate.kept = candidate.home is best and _is_prose(candidate)


def _is_prose(candidate: _Candidate) -> bool:
    return candidate.size >= 25 and not _is_linked(candidate) and not _is_foreign(candidate, None)


def _mend(candidates: Sequence[_Candidate], fields: PageFields) -> None:
    """Mend the extractor's judgement where the page's own structure knows better."""
    _drop_title(candidates, fields)
    _drop_furniture(candidates)
    if any(candidate.kept for candidate in candidates):
        _take_tables(candidates)
        _take_between(candidates)
        _take_headings(candidates)


def _drop_title(candidates: Sequence[_Candidate], fields: PageFields) -> None:
    # The title is a field of its own; what stands before it is the way to the page.
    title = _words(fields.title)
    for index, candidate in enumerate(candidates):
        if candidate.block.kind != "heading" and candidate.size > _SHORT and candidate.kept:
            return
        if title and _words(candidate.text) == title:
            for earlier in candidates[: index + 1]:
                earlier.kept = earlier.kept and earlier.size > _SHORT
            candidate.kept = False
            return


def _drop_furniture(candidates: Sequence[_Candidate]) -> None:
    """Drop lines about the article, over and under it: who, when, tags, rights."""
    kept = [candidate for candidate in candidates if candidate.kept]
    long = [i for i, c in enumerate(kept) if c.size > _SHORT and c.block.kind == "paragraph"]
    first, last = (long[0], long[-1]) if long else (len(kept), -1)
    for index, candidate in enumerate(kept):
        is_outside = index < first or index > last
        is_line = is_outside and candidate.size <= _SHORT and _is_foreign(candidate, None)
        is_right = index > last and _is_footer(candidate)
        is_head = index < first and (_is_day(candidate) or names_in(candidate.text))
        if is_line or is_right or is_head or _is_buttons(candidate.text):
            candidate.kept = False


def _is_buttons(text: str) -> bool:
    words = _words(text) if len(text) <= _SHORT else []
    return any(word in _BUTTONS for word in words) and _BUTTON_WORDS.issuperset(words)


def _is_day(candidate: _Candidate) -> bool:
    """Tell whether a line is a date and nothing else."""
    in_time = all(
        any(local_name(e) == "time" for e in (t.element, *t.element.iterancestors()))
        and not t.is_tail
        for t in candidate.block.texts
        if t.text.strip()
    )
    return in_time or _DAY.fullmatch(candidate.text) is not None


def _is_footer(candidate: _Candidate) -> bool:
    return any(
        local_name(element) == "footer"
        or re.search(r"(?:^|[\s_-])footer(?:[\s_-]|$)", _label(element), re.IGNORECASE)
        for element in candidate.path
    )


def _take_headings(candidates: Sequence[_Candidate]) -> None:
    """Take headings that stand right over something that is kept."""
    below: _Candidate | None = None
    has_kept_above = [False] * (len(candidates) + 1)
    for index, candidate in enumerate(candidates):
        has_kept_above[index + 1] = has_kept_above[index] or candidate.kept
    for index in range(len(candidates) - 1, -1, -1):
        candidate = candidates[index]
        if candidate.kept:
            below = candidate
        elif candidate.block.kind != "heading":
            below = below if candidate.block.kind == "caption" else None
        elif below is not None and has_kept_above[index]:
            branch = _branch(candidate, below)
            candidate.kept = _size(
                branch.text_content()
            ) <= candidate.size + 20 and not _is_foreign(candidate, branch)


def _take_between(candidates: Sequence[_Candidate]) -> None:
    """Take paragraphs among paragraphs that are kept, and captions of pictures among them."""
    above: list[_Candidate | None] = []
    last: _Candidate | None = None
    for candidate in candidates:
        above.append(last)
        last = candidate if candidate.kept else last
    below: _Candidate | None = None
    taken: list[_Candidate] = []
    for candidate, before in zip(reversed(candidates), reversed(above), strict=True):
        if candidate.kept:
            below = candidate
        elif below is not None and _belongs(candidate, before, below):
            taken.append(candidate)
    for candidate in taken:
        candidate.kept = True


def _belongs(candidate: _Candidate, above: _Candidate | None, below: _Candidate) -> bool:
    if _is_buttons(candidate.text):
        return False
    neighbours = [neighbour for neighbour in (above, below) if neighbour is not None]
    if candidate.block.kind == "caption":
        # A picture may stand over the first paragraph, its caption in a box of its own.
        branches = [_branch(candidate, n) for n in neighbours if _meet(candidate, n) is n.home]
        return bool(branches) and not any(_is_foreign(candidate, b) for b in branches)
    if above is None or candidate.block.kind in {"heading", "table_cell", "list_item"}:
        return False
    is_among = all(candidate.home is neighbour.home for neighbour in neighbours)
    return is_among and not _is_linked(candidate) and not _is_foreign(candidate, candidate.home)


def _take_tables(candidates: Sequence[_Candidate]) -> None:
    """Take the whole of a table of figures, or of one that is kept for the most part."""
    first = next(i for i, c in enumerate(candidates) if c.kept)
    last = max(i for i, c in enumerate(candidates) if c.kept)
    tables: dict[Any, list[_Candidate]] = {}
    for candidate in candidates[first : last + 1]:
        table = next((e for e in candidate.path if local_name(e) == "table"), None)
        if table is not None:
            tables.setdefault(table, []).append(candidate)
    for table, cells in tables.items():
        values = [cell for cell in cells if cell.block.kind == "table_cell"]
        kept = sum(cell.kept for cell in cells)
        figures = sum(1 for cell in values if any(c.isdecimal() for c in cell.text))
        is_data = len(values) >= 6 and 3 * figures >= len(values)
        is_foreign = any(_is_foreign_element(e) for e in (table, *table.iterancestors()))
        is_layout = 2 * len(values) < len(cells)
        if not is_layout and (2 * kept > len(cells) or (is_data and not is_foreign)):
            for cell in cells:
                cell.kept = True


def _meet(one: _Candidate, other: _Candidate) -> Any:
    """Return the innermost element that holds both blocks."""
    around = set(other.path)
    return next((element for element in one.path if element in around), None)


def _branch(one: _Candidate, other: _Candidate) -> Any:
    """Return the outermost element around `one` that does not hold `other`."""
    around = set(other.path)
    branch = one.path[0]
    for element in one.path:
        if element in around:
            break
        branch = element
    return branch


def _is_foreign(candidate: _Candidate, end: Any) -> bool:
    """Tell whether a block, or what is around it as far as `end`, names itself as furniture."""
    limit = candidate.path.index(end) + 1 if end is not None else 1
    return any(_is_foreign_element(element) for element in candidate.path[:limit])


def _is_foreign_element(element: Any) -> bool:
    if local_name(element) in {"body", "html", "main", "article"}:
        return False
    return local_name(element) in _FOREIGN_TAGS or bool(_FOREIGN.search(_label(element)))


def _label(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_linked(candidate: _Candidate) -> bool:
    linked = sum(
        _size(text.text)
        for text in candidate.block.texts
        if _in_link(text.element.getparent() if text.is_tail else text.element, candidate)
    )
    return linked > _LINKED_SHARE * candidate.size


def _in_link(element: Any, candidate: _Candidate) -> bool:
    while element is not None and element is not candidate.block.element:
        if local_name(element) == "a":
            return True
        element = element.getparent()
    return False


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _standfirst(builder: DocumentBuilder, fields: PageFields) -> str:
    """Return the page's own summary where it is the first paragraph, word for word."""
    for block in builder.blocks[:3]:
        if fields.summary and _words(block.text) == _words(fields.summary):
            return block.text
    return ""


def _no_article() -> IntakeRefused:
    return IntakeRefused(
        "No article was found on this page: copy its text in the browser and paste it."
    )
