"""Plain text: what was pasted, and .txt files.

Nothing is marked in plain text, so blank lines, line lengths and bullets have to say what is a
paragraph, a heading or a list item. Where they do not, it is a paragraph.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from claims.intake.document import MAX_CODE_POINTS, BlockKind, Document, DocumentBuilder
from claims.intake.encodings import decode
from claims.intake.errors import empty
from claims.intake.guesses import byline_of, is_like_heading

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"\s*(?:[•‣◦▪●○·∙⁃]|[*+-](?=[ \t\xa0]))[ \t\xa0]*(?=\S)")
_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)][ \t\xa0]+(?=\S)")
_UNDERLINE = re.compile("={3,}|-{3,}")
# What a terminal takes as a colour, not as text.
_ESCAPE = re.compile("\x1b\\[[0-9;?]{0,20}[@-~]")
_RULE = re.compile("[-=_*~#•. ]{3,}")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔:;][\"'”’»)\]]*$")
# Mail programs and terminals wrap at 60 to 80; longer lines are paragraphs.
_MAX_WRAP = 110
_MAX_HEADING = 90


@dataclass(slots=True)
class _Chunk:
    """Lines between two blank ones, or what was made of them."""

    lines: list[str]
    kind: BlockKind = "paragraph"
    level: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def read_plain(data: bytes, *, max_code_points: int = MAX_CODE_POINTS) -> Document:
    """Return the text of a plain text file.

    Raises:
        IntakeRefused: it is empty, too long, or in no known encoding.
    """
    text, warning = decode(data)
    return read_text(text, warnings=(warning,), max_code_points=max_code_points)


def read_text(
    text: str, *, warnings: tuple[str, ...] = (), max_code_points: int = MAX_CODE_POINTS
) -> Document:
    """Return pasted text as a document.

    Raises:
        IntakeRefused: it is empty or too long.
    """
    builder = DocumentBuilder(max_code_points)
    for warning in filter(None, warnings):
        builder.warn(warning)
    lines = [line.rstrip() for line in _LINE_END.split(_ESCAPE.sub("", text))]
    chunks = _with_kinds(_paragraphs(_chunks(lines), _wrap_width(lines)))
    for chunk in chunks:
        builder.add(chunk.kind, [chunk.text], chunk.level)
    if not builder.blocks:
        raise empty()
    first = builder.blocks[0]
    is_title = first.kind == "heading" or is_like_heading(first.text, limit=2 * _MAX_HEADING)
    return builder.build(
        title=first.text if is_title and len(builder.blocks) > 1 else "",
        byline=byline_of(builder.blocks),
    )


def _chunks(lines: list[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which the lines were wrapped, 0 where each line is a paragraph.

    A program that wraps puts on a line as many words as there is room for, and mostly breaks in
    the middle of a sentence.
    """
    longest = max(map(len, lines), default=0)
    if not 20 <= longest <= _MAX_WRAP:
        return 0
    full = [
        line
        for line, following in pairwise(lines)
        if following.strip() and line.strip() and _is_full(line, following, longest)
    ]
    broken = sum(1 for line in full if not _ENDS_SENTENCE.search(line))
    return longest if broken and 2 * broken >= len(full) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _paragraphs(chunks: list[list[str]], width: int) -> list[_Chunk]:
    found: list[_Chunk] = []
    for lines in chunks:
        if len(lines) > 1 and (underline := _UNDERLINE.fullmatch(lines[1].strip())):
            level = 1 if underline[0][0] == "=" else 2
            found.append(_Chunk([lines[0].strip()], "heading", level))
            lines = lines[2:]
        start = True
        for before, line in zip(["", *lines], lines, strict=False):
            if _RULE.fullmatch(line.strip()):
                start = True
                continue
            is_new = start or _BULLET.match(line) or _NUMBER.match(line)
            if is_new or not width or not _is_full(before, line, width):
                found.append(_Chunk([line.strip()]))
            else:
                _join(found[-1].lines, line.strip())
            start = False
    return found


def _join(lines: list[str], line: str) -> None:
    # A compound that was wrapped at its hyphen has no space there.
    last = lines[-1]
    if re.search(r"\w-$", last) and line[:1].islower():
        lines[-1] = last + line
    else:
        lines.append(line)


def _with_kinds(chunks: list[_Chunk]) -> list[_Chunk]:
    numbered = _numbered(chunks)
    for index, chunk in enumerate(chunks):
        first = chunk.lines[0]
        if chunk.kind == "heading":
            continue
        if bullet := _BULLET.match(first):
            chunk.kind, chunk.lines[0] = "list_item", first[bullet.end() :]
        elif index in numbered:
            chunk.kind, chunk.lines[0] = "list_item", _NUMBER.sub("", first, count=1)
        elif first.startswith("> ") or first == ">":
            chunk.kind = "quote"
            chunk.lines = [line.lstrip("> ") for line in chunk.lines]
        elif _is_heading(chunks, index):
            chunk.kind, chunk.level = "heading", 2
    return chunks


def _numbered(chunks: list[_Chunk]) -> set[int]:
    """Return the chunks that are items of a list 1, 2, 3; a lone "2014. " is none."""
    found: set[int] = set()
    numbers = [(m := _NUMBER.match(chunk.lines[0])) and int(m[1]) for chunk in chunks]
    for index, (number, following) in enumerate(pairwise(numbers)):
        if number and following == number + 1 and (number == 1 or index in found):
            found |= {index, index + 1}
    return found


def _is_heading(chunks: list[_Chunk], index: int) -> bool:
    """Tell whether a short line stands over the paragraphs that follow it.

    The first line is the title and the one after it a standfirst or a caption as often as not:
    both stay paragraphs.
    """
    text = chunks[index].text
    if index == 0 or index + 1 >= len(chunks) or not is_like_heading(text, limit=_MAX_HEADING):
        return False
    if text[:1].islower() or text[:1] in "\"“‘«„'(" or len(text.split()) > 12:
        return False
    before, after = chunks[index - 1], chunks[index + 1]
    is_after_title = index == 1 and is_like_heading(before.text, limit=2 * _MAX_HEADING)
    leads = _BULLET.match(after.lines[0]) or len(after.text) > len(text)
    is_over_text = bool(leads) and not is_like_heading(after.text, limit=_MAX_HEADING)
    return is_over_text and not is_after_title
