"""The commands that read a text and print lines of JSON."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = "The trade gap was $295 billion in 2024. The call lasted one and a half hours."


def run(tmp_path: Path, command: str, text: str, *options: str) -> list[Any]:
    path = tmp_path / "text"
    path.write_text(text)
    out = io.StringIO()
    call_command(command, str(path), *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_split_sentences_prints_a_line_each(tmp_path):
    spans = run(tmp_path, "split_sentences", TEXT)
    assert [TEXT[span["start"] : span["end"]] for span in spans] == [TEXT[:39], TEXT[40:]]


def test_find_claims_proposes_figures_at_their_place(tmp_path):
    found = run(tmp_path, "find_claims", TEXT)
    assert all(TEXT[each["start"] : each["end"]] == each["exact"] for each in found)
    assert any("$295 billion" in each["exact"] for each in found)
    assert set(found[0]) == {
        *("start", "end", "exact", "kind", "score", "reason", "quantities", "speaker", "group")
    }


def test_find_claims_of_too_many_places_says_what_is_left_out(tmp_path, capsys):
    found = run(
        tmp_path, "find_claims", " ".join(f"Sales rose to {n} tonnes." for n in range(2_100))
    )
    assert len(found) == 2_000
    assert "more than 2,000 checkable places" in capsys.readouterr().err


def test_score_sentences_prints_a_score_for_every_line(tmp_path):
    scores = run(tmp_path, "score_sentences", "The deficit rose by 30%.\n\nThank you all.\n")
    assert len(scores) == 3
    assert all(0 <= score["score"] <= 1 for score in scores)
    assert scores[0]["score"] > scores[2]["score"]


def test_read_quantities_prints_a_list_for_every_line(tmp_path):
    first, second = run(tmp_path, "read_quantities", "It cost $295bn.\nNothing.\n")
    assert [amount["exact"] for amount in first] == ["$295bn"]
    assert first[0]["value"] == 295_000_000_000
    assert second == []


def test_read_dates_takes_texts_and_objects(tmp_path):
    lines = 'It was in November 2017.\n{"text": "It was yesterday.", "on": "2026-11-22"}\n'
    first, second = run(tmp_path, "read_dates", lines)
    assert (first[0]["earliest"], first[0]["latest"]) == ("2017-11-01", "2017-11-30")
    assert second[0]["earliest"] == "2026-11-21"


def test_reanchor_tells_what_became_of_each_place(tmp_path):
    old = "The tariff is 30% now. It rained all day in the capital."
    new = "The tariff is 80% now. It rained all day in the capital."
    spans = [{"id": "a", "start": 0, "end": 22}, {"id": "b", "start": 23, "end": len(old)}]
    case = {"id": 1, "old": old, "new": new, "spans": spans}
    (answer,) = run(tmp_path, "reanchor", json.dumps(case))
    changed, kept = answer["spans"]
    assert (changed["state"], changed["reasons"]) == ("edited", ["number"])
    assert (kept["state"], kept["start"]) == ("kept", 23)


@pytest.mark.parametrize("text", ["{", "[]", '{"old": "a", "new": "b", "spans": [{"start": 9}]}'])
def test_reanchor_of_no_case_is_refused_in_a_sentence(tmp_path, text):
    with pytest.raises(CommandError):
        run(tmp_path, "reanchor", text)


def test_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("split_sentences", str(tmp_path / "nowhere"))
