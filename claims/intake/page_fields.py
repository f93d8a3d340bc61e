"""Title, byline, date and language of an article page: guesses from what it says of itself."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from claims.intake.document import clean_line
from claims.intake.dom import DomBlock, is_hidden, local_name
from claims.intake.guesses import names_in
from claims.intake.words import word_set

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|NewsItem|WebPage)$")
_FULL_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|NewsItem)$")
_SEPARATORS = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|»«·•]\s*")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LATEST_DATE = "2099-12-31"
_BY = r"by|von|par|por|door|di|av|af|autor(?:in|es)?|author|auteur|geschrieben von|written by"
_IN_LINE = re.compile(rf"(?:^|[\s|·•–—-])(?:{_BY})\b\s*:?\s*(?P<rest>\S.*)", re.IGNORECASE)
_STOPS = re.compile(
    r"\s*(?:[|/·•–—,;:()\[\]<>~]|\s-\s|\b(?:on|am|at|in|le|el|den|um|il|op|for"
    r"|und veröffentlicht|leave|schreibe|published|posted|updated|kommentar\w*|comments?|\d))",
    re.IGNORECASE,
)
_PARTICLES = word_set(
    """
    and und et y e en og och de la le van von der den da di do dos du del bin al with & zu
    """
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|autor|auteur|byline|writer|vcard)"
    r"(?:s|-?name|[\s_-]name|-?link)?(?:[\s_-]|$)",
    re.IGNORECASE,
)
_NOT_AUTHOR = re.compile(
    r"comment|related|sidebar|footer|recommend|widget|bio|avatar|image|photo", re.IGNORECASE
)
_NOBODY = frozenset(
    word_set(
        """
    admin administrator editor redaktion webmaster staff user guest author autor unknown
    anonymous
    """
    )
)
_NO_NAME = re.compile(rf"://|^www\.|^/|@|\[at\]|\.\w{{2,4}}$|^(?:{_BY})$", re.IGNORECASE)
_MAX_BYLINE = 120


@dataclass(frozen=True, slots=True)
class PageFields:
    """What a page says about its article; "" where it says nothing."""

    title: str
    byline: str
    published: str
    language: str
    summary: str


def read_fields(root: Any, blocks: Sequence[DomBlock], url: str) -> PageFields:
    """Return title, byline, date, language and summary of the page under `root`.

    Args:
        root: the page's tree; it is not changed.
        blocks: the blocks of the page, in reading order.
        url: where the page is from.
    """
    told = _Told(root)
    title, at = _title(told, blocks, url)
    byline = _byline(told, root, blocks, at)
    published = told.published
    if not (title and byline and published):
        # The extractor's own guesses come last, and cost the most. A fixed end, not today's
        # date: the same page has to read the same on every day.
        settings = {"original_date": True, "extensive_search": True, "max_date": _LATEST_DATE}
        try:
            known = trafilatura.extract_metadata(root, default_url=url, date_config=settings)
        except Exception:
            # Pages are written by strangers: what breaks the extractor is read without it.
            return PageFields(title, byline, published, told.language, told.summary)
        title = title or clean_line(known.title or "")
        byline = byline or _as_name(known.author or "")
        published = published or _day(known.date or "")
    return PageFields(title, byline, published, told.language, told.summary)


def _day(text: str) -> str:
    match = _DATE.match(text.strip())
    return match[0] if match else ""


class _Told:
    """What the page says in its head: JSON-LD and meta elements."""

    def __init__(self, root: Any) -> None:
        self.metas = self._read_metas(root)
        nodes = sorted(_linked_data(root), key=lambda node: not _FULL_ARTICLE.search(_type(node)))
        self.headline = next((clean_line(h) for n in nodes if (h := _string(n, "headline"))), "")
        article = next(iter(nodes), {})
        self.authors = _names(article.get("author")) or _names(article.get("creator"))
        self.site = self.meta("og:site_name") or next(iter(_names(article.get("publisher"))), "")
        self.published = next(
            filter(
                None,
                (
                    _day(_string(article, "datePublished")),
                    _day(self.meta("article:published_time")),
                    _day(self.meta("datepublished")),
                ),
            ),
            "",
        )
        self.summary = _string(article, "description") or self.meta("og:description")
        self.summary = clean_line(self.summary or self.meta("description"))
        self.title = clean_line(" ".join(root.xpath("(//title[not(ancestor::svg)])[1]//text()")))
        language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        self.language = language or self.meta("og:locale").replace("_", "-")

    def meta(self, name: str) -> str:
        """Return the content of the first meta element of that name."""
        return self.metas.get(name, "")

    def _read_metas(self, root: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for element in root.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = clean_line(element.get("content") or "")
            if name and content:
                found.setdefault(name.strip().lower(), content)
        return found


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that the page describes as JSON-LD."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(_unwrapped(script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        for _ in range(200):
            if not queue:
                break
            node = queue.pop(0)
            if isinstance(node, list):
                queue.extend(node)
            elif isinstance(node, dict):
                graph, main = node.get("@graph"), node.get("mainEntity")
                queue.extend(inner for inner in (graph, main) if isinstance(inner, list | dict))
                if _ARTICLE_TYPES.search(_type(node)):
                    yield node


def _unwrapped(script: str) -> str:
    """Return a script without the CDATA or comment that some systems still put around it."""
    script = script.strip().removeprefix("//").lstrip()
    for opening, closing in (("<![CDATA[", "]]>"), ("<!--", "-->")):
        if script.startswith(opening):
            inside = script.removeprefix(opening).rstrip(" ;").removesuffix(closing)
            return inside.rstrip().removesuffix("//")
    return script


def _type(node: dict[str, Any]) -> str:
    value = node.get("@type")
    return (
        next((t for t in value if isinstance(t, str)), "")
        if isinstance(value, list)
        else str(value)
    )


def _string(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    """Return the names in an author of JSON-LD: a string, an object, or a list of them."""
    entries = value if isinstance(value, list) else [value]
    names: list[str] = []
    for entry in entries[:20]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(name, list):
            name = next((n for n in name if isinstance(n, str)), "")
        if isinstance(name, str) and (name := _as_name(name)) and name not in names:
            names.append(name)
    return names


# Title.


def _title(told: _Told, blocks: Sequence[DomBlock], url: str) -> tuple[str, int]:
    """Return the title, and the index of the block that shows it, -1 if none does.

    What stands over the article as a heading and is also in what the page says of itself is the
    title; the latter often has the site's name behind it.
    """
    said = [
        words
        for text in (told.headline, told.meta("og:title"), told.meta("twitter:title"), told.title)
        if (words := _words(text))
    ]
    best, best_rank = -1, (0.0, 0)
    for index, block in enumerate(blocks):
        if block.kind != "heading" or block.level > 3:
            continue
        words = _words(block.text)
        rank = (_agreement(words, said, told), -block.level)
        if rank[0] and rank > best_rank:
            best, best_rank = index, rank
    if best >= 0:
        return clean_line(blocks[best].text), best
    headline = told.headline or _without_site(told.meta("og:title") or told.title, told, url)
    if not headline:
        headings = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.level == 1]
        at = headings[0] if len(headings) == 1 else -1
        return (clean_line(blocks[at].text) if at >= 0 else ""), at
    return clean_line(headline), -1


def _agreement(words: list[str], said: list[list[str]], told: _Told) -> float:
    """Return how far a heading's words are what the page says its title is, 0 to 2."""
    if not words or words == _words(told.site):
        return 0.0
    best = 0.0
    for other in said:
        if words == other:
            best = max(best, 2.0)
        elif other[: len(words)] == words or other[-len(words) :] == words:
            # A title with the site's name around it; one word of it may be the site.
            share = len(words) / len(other)
            best = max(best, share if share >= 0.3 or len(words) > 2 else 0.0)
    return best


def _without_site(title: str, told: _Told, url: str) -> str:
    """Return a title without the name of the site before or behind it."""
    parts = [part for part in _SEPARATORS.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {"".join(_words(told.site)), "".join(_words(host)), "".join(_words(host.split(".")[0]))}
    for part, start, end in (
        (parts[-1], 0, title.rfind(parts[-1])),
        (parts[0], len(parts[0]), None),
    ):
        if "".join(_words(part)) in names:
            return title[start:end].strip(" |–—·•»«:/-")
    return title


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# Byline.


def _byline(told: _Told, root: Any, blocks: Sequence[DomBlock], at: int) -> str:
    """Return the authors' names; a full name goes before a login, told before found."""
    if told.authors:
        full = ", ".join(told.authors)
        if len(full) <= _MAX_BYLINE and _words(full) != _words(told.site):
            return full
    found = [
        name
        for name in (
            *(_as_name(told.meta(key)) for key in _AUTHOR_METAS),
            *_marked_authors(root, blocks, at),
            *_lines_with_names(blocks, at),
        )
        if name and _words(name) != _words(told.site)
    ]
    full_names = [name for name in found if _is_full_name(name)]
    return next(iter([*full_names, *found]), ", ".join(told.authors))


def _is_full_name(name: str) -> bool:
    words = re.split(r"[\s,]+", name)
    is_cased = all(w[:1].isupper() or w.lower() in _PARTICLES or not w[:1].isalpha() for w in words)
    return len(words) > 1 and is_cased and any(w[1:2].islower() for w in words)


_AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
)


def _as_name(text: str) -> str:
    """Return a clean name, "" where the text cannot be one."""
    text = clean_line(text)
    text = names_in(text) or re.sub(rf"^(?:{_BY})\b\s*:?\s+", "", text, flags=re.IGNORECASE)
    text = text.strip(" ,;|/·•–—-:")
    if not text or len(text) > _MAX_BYLINE or _NO_NAME.search(text):
        return ""
    if text.casefold() in _NOBODY or not any(c.isalpha() for c in text):
        return ""
    is_sentence = text[-1:] in ".!?" and len(text.split()) > 3
    return "" if is_sentence or len(text.split()) > 14 else text


def _marked_authors(root: Any, blocks: Sequence[DomBlock], at: int) -> list[str]:
    """Return names that the page marks as the author's, nearest to the title first."""
    order = {element: index for index, element in enumerate(root.iter())}
    title_at = order.get(blocks[at].element, 0) if at >= 0 else 0
    found: list[tuple[int, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or not _is_author(element) or is_hidden(element):
            continue
        around = [element, *element.iterancestors()][:8]
        if any(
            _NOT_AUTHOR.search(_label(e)) or local_name(e) in {"aside", "footer"} for e in around
        ):
            continue
        inner = element.xpath(".//*[@itemprop='name' or contains(@class,'fn')] | .//a") or [element]
        text = clean_line(inner[0].text_content())
        name = _as_name(text) if len(text) <= 60 else _name_in(text)
        if name and not any(c.isdecimal() for c in name[:1]) and len(name.split()) <= 8:
            distance = order[element] - title_at
            # Over the title stands the way to the page; far below it other people's articles.
            found.append((distance if distance >= 0 else 2 * abs(distance) + 100, name))
    return [name for _, name in sorted(found)[:5]]


def _is_author(element: Any) -> bool:
    if "author" in (element.get("rel") or "").split():
        return True
    if element.get("itemprop") == "author":
        return local_name(element) != "meta"
    return bool(_AUTHOR_CLASS.search(element.get("class") or ""))


def _label(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _lines_with_names(blocks: Sequence[DomBlock], at: int) -> list[str]:
    """Return names from lines near the title like "Posted on 5 April by marc"."""
    first = max(at - 2, 0)
    found: list[str] = []
    for block in blocks[first : max(at, 0) + 8]:
        text = clean_line(block.text)
        if len(text) <= 160 and block.kind not in {"list_item", "quote"}:
            name = names_in(text) or _name_in(text)
            if name:
                found.append(name)
    return found


def _name_in(line: str) -> str:
    match = _IN_LINE.search(line)
    if not match:
        return ""
    rest = match["rest"]
    stop = _STOPS.search(rest)
    words = (rest[: stop.start()] if stop and stop.start() else rest).split()
    name: list[str] = []
    for word in words[:6]:
        if name and word[:1].islower() and word.lower() not in _PARTICLES:
            break
        name.append(word)
    while name and name[-1].lower() in _PARTICLES:
        name.pop()
    return _as_name(" ".join(name)) if len(name) <= 5 else ""
