import json

import pytest

from claims.intake.lines import Request, extract_lines, requests_from

KEYS = [
    "path",
    "ok",
    "error",
    "title",
    "byline",
    "published",
    "language",
    "text",
    "blocks",
    "notes",
    "warnings",
]


def test_extract_lines_gives_one_answer_for_each_request(tmp_path):
    (tmp_path / "a.md").write_text(
        "# Fees rise\n\nBy 30%[^1].\n\n[^1]: Minutes.\n", encoding="utf-8"
    )
    (tmp_path / "b.docx").write_bytes(b"")
    paths = [str(tmp_path / name) for name in ("a.md", "b.docx", "missing.txt")]
    answers = list(extract_lines(Request(path) for path in paths))
    assert [list(answer) for answer in answers] == [KEYS, KEYS, KEYS]
    assert [answer["path"] for answer in answers] == paths
    good, empty, missing = answers
    assert json.loads(json.dumps(good)) == {
        "path": paths[0],
        "ok": True,
        "error": "",
        "title": "Fees rise",
        "byline": "",
        "published": "",
        "language": "",
        "text": "Fees rise\n\nBy 30%.",
        "blocks": [
            {"kind": "heading", "level": 1, "start": 0, "end": 9, "text": "Fees rise"},
            {"kind": "paragraph", "level": 0, "start": 11, "end": 18, "text": "By 30%."},
        ],
        "notes": [{"kind": "footnote", "start": 11, "end": 17, "text": "Minutes."}],
        "warnings": ["Footnotes were taken out of the text and kept as notes."],
    }
    assert not empty["ok"]
    assert "empty" in empty["error"]
    assert empty["blocks"] == []
    assert "cannot be opened" in missing["error"]


def test_extract_lines_reads_stdin_for_a_dash():
    (answer,) = extract_lines([Request("-")], stdin=b"Fees rise by 30%.")
    assert answer["text"] == "Fees rise by 30%."


def test_extract_lines_with_a_url_reads_a_page(tmp_path):
    sentence = "The board voted on Tuesday to raise the fees by 30%, the first time since 2014. "
    path = tmp_path / "page.html"
    path.write_text(
        f"<title>T</title><nav><a href=/>Home</a></nav><article><p>{sentence * 4}</p></article>",
        encoding="utf-8",
    )
    request = Request(str(path), "https://news.example/a")
    as_page, as_upload = extract_lines([request, Request(str(path))])
    assert "Home" not in as_page["text"]
    assert "Home" in as_upload["text"]


def test_requests_from_reads_json_lines():
    lines = ['{"path": "a.docx"}\n', "\n", '{"path": "b.html", "url": "https://x.example/"}\n']
    assert list(requests_from(lines)) == [
        Request("a.docx"),
        Request("b.html", "https://x.example/"),
    ]


@pytest.mark.parametrize("line", ["x", "[]", '"a"', "{}", '{"path": 1}', '{"path": "a", "url": 2}'])
def test_requests_from_a_bad_line_names_it(line):
    with pytest.raises(ValueError, match="Line 2"):
        list(requests_from(['{"path": "a"}', line]))
