"""Markdown (CommonMark with tables, struck text and footnotes), by way of its HTML.

One walker for both: raw HTML inside Markdown is sanitised like every other HTML.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from claims.intake.document import MAX_CODE_POINTS, Document, clean_line
from claims.intake.encodings import decode
from claims.intake.errors import empty, too_large
from claims.intake.html import read_markup

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,30})[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_DEFINITION = re.compile(r"\[\^([^\]\s]{1,60})\]:[ \t]*")
_DEFINITION_LINE = re.compile(r"^[ \t>]{0,12}\[\^([^\]\s]{1,60})\]:", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_markdown(data: bytes, *, max_code_points: int = MAX_CODE_POINTS) -> Document:
    """Return the text of a Markdown file.

    Raises:
        IntakeRefused: it is empty, too large, or in no known encoding.
    """
    text, warning = decode(data)
    text = re.sub(r"\r\n?", "\n", text.replace("\x00", ""))
    if len(text) > 2 * max_code_points:
        raise too_large("This text")
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[1]) if front else {}
    markup = _to_html(text[front.end() :] if front else text)
    if not markup.strip():
        raise empty()
    document = read_markup(markup, warnings=(warning,), max_code_points=max_code_points)
    date = _DATE.match(fields.get("date", ""))
    return replace(
        document,
        title=fields.get("title") or document.title,
        byline=fields.get("author") or fields.get("byline") or document.byline,
        standfirst=fields.get("standfirst") or fields.get("description") or "",
        published=date[0] if date else "",
        language=fields.get("lang") or fields.get("language") or "",
    )


def _fields(front: str) -> dict[str, str]:
    """Return the plain `name: value` lines of a front matter; the rest of YAML is not read."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(front):
        found.setdefault(name.lower(), clean_line(value.strip().strip("\"'")))
    return found


def _to_html(text: str) -> str:
    parser = _Parser("commonmark", {"html": True, "maxNesting": 100})
    parser.enable(["table", "strikethrough"])
    # Before "reference": a footnote's definition is also a link's.
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "footnote_mark", _footnote_mark)
    parser.add_render_rule("footnote_open", _render_footnote_open)
    parser.add_render_rule("footnote_close", _render_footnote_close)
    parser.add_render_rule("footnote_mark", _render_mark)
    labels = set(_DEFINITION_LINE.findall(text))
    return str(parser.render(text, {"labels": labels}))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802, the parser's own name
        """Take every address: the sanitiser judges it, and the words of a link are text."""
        return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _DEFINITION.match(line)
    if not match:
        return False
    if silent:
        return True
    lines, following = [line[match.end() :]], start + 1
    # Indented lines and what follows without a blank line belong to the note.
    while following < end and not state.isEmpty(following):
        text = state.getLines(following, following + 1, 0, False)
        if _DEFINITION.match(text.strip()):
            break
        lines.append(text.strip())
        following += 1
    token = state.push("footnote_open", "", 1)
    token.meta = {"label": match[1]}
    token.map = [start, following]
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = " ".join(lines), [], [start, following]
    state.push("footnote_close", "", -1)
    state.line = following
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if not match or match[1] not in state.env["labels"]:
        return False
    if not silent:
        token = state.push("footnote_mark", "", 0)
        token.meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _render_footnote_open(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: object, env: object
) -> str:
    return f'<p id="{_name(tokens[index])}">'


def _render_footnote_close(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: object, env: object
) -> str:
    return "</p>\n"


def _render_mark(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: object, env: object
) -> str:
    return f'<sup><a href="#{_name(tokens[index])}">1</a></sup>'


def _name(token: Token) -> str:
    meta: Mapping[str, str] = token.meta
    return "footnote-" + escape(meta["label"], quote=True)
