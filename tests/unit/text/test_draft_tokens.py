from claims.text.draft_tokens import is_number, is_word, tokenize, words_of


def test_words_of_prose_keeps_words_and_numbers_whole():
    assert words_of("don't pay £1,204.50 on 3-17 May (l'eau)") == [
        *("don't", "pay", "£", "1,204.50", "on", "3", "-", "17", "May", "(", "l'eau", ")")
    ]


def test_words_of_superscript_stands_apart_from_the_number():
    assert words_of("6⁰ m³ 1⁄4") == ["6", "⁰", "m", "³", "1", "⁄", "4"]


def test_words_of_text_without_spaces_gives_single_characters():
    assert words_of("今日は25度") == ["今", "日", "は", "25", "度"]


def test_words_of_arabic_keeps_marks_with_their_letters():
    assert words_of("٤٣٥٠ طالبًا 12٪") == ["٤٣٥٠", "طالبًا", "12", "٪"]


def test_tokenize_stretch_gives_places_in_the_whole_text():
    words, starts, ends = tokenize("one two three", 4, 13)
    assert (words, starts, ends) == (["two", "three"], [4, 8], [7, 13])


def test_kinds_of_token_are_told_apart():
    assert is_word("Zoë")
    assert is_number("1,2")
    assert is_number("⁰")
    assert not is_word("%")
    assert not is_number("%")


def test_words_of_emoji_sequence_is_one_token():
    assert words_of("🚲Wheels 👩🏽‍🌾. 🇫🇷 a≠\u0338b") == [
        "🚲",
        "Wheels",
        "👩🏽‍🌾",
        ".",
        "🇫🇷",
        "a",
        "≠\u0338",
        "b",
    ]
