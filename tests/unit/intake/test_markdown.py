import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.errors import IntakeRefused
from claims.intake.markdown import read_markdown
from tests.unit.intake.checks import check_sound, kinds_and_texts, notes

TEXT = """---
title: "Ferry fares rise"
author: Ada Winterbourne
date: 2026-05-12
lang: en
---

# Ferry fares rise

Fares rise by **30%**[^1] in
May, ~~twice~~ says [the board](javascript:alert(1)).

> “We had to,” she said.

* One
* Two

| Year | Fare |
|------|------|
| 2014 | £3   |

```
x = 1
```

Undefined[^9] stays. <script>alert(1)</script><b onclick=x>bold</b>

[^1]: Board minutes,
    page 7.
"""


def test_read_markdown_reads_structure_and_front_matter():
    document = read_markdown(TEXT.encode())
    assert kinds_and_texts(document) == [
        ("heading", "Ferry fares rise"),
        ("paragraph", "Fares rise by 30% in May, twice says the board."),
        ("quote", "“We had to,” she said."),
        ("list_item", "One"),
        ("list_item", "Two"),
        ("table_cell", "Year"),
        ("table_cell", "Fare"),
        ("table_cell", "2014"),
        ("table_cell", "£3"),
        ("preformatted", "x = 1"),
        ("paragraph", "Undefined[^9] stays. bold"),
    ]
    assert (document.title, document.byline) == ("Ferry fares rise", "Ada Winterbourne")
    assert (document.published, document.language) == ("2026-05-12", "en")
    assert notes(document) == [("footnote", "Fares rise by 30%", "Board minutes, page 7.")]
    assert any("struck" in warning for warning in document.warnings)


def test_read_markdown_with_only_front_matter_refuses_as_empty():
    with pytest.raises(IntakeRefused, match="empty"):
        read_markdown(b"---\ntitle: x\n---\n")


@given(st.text(alphabet="ab \n#*_`[]()<>!|-=^:~\\&;1.\t"))
def test_read_markdown_of_anything_is_sound_or_refused(text):
    try:
        document = read_markdown(text.encode())
    except IntakeRefused:
        return
    check_sound(document)
