"""Amounts: how they are written, and when two of them are the same."""

import json
from decimal import Decimal, localcontext
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.text.quantities import quantity_line, read_quantities, same_quantity
from claims.text.wordlists import word_list


def brief(text):
    """Value (or both ends), unit and dimension of each amount."""
    return [
        (
            float(quantity.value)
            if quantity.upper is None
            else (float(quantity.value), float(quantity.upper)),
            quantity.unit,
            quantity.dimension,
        )
        for quantity in read_quantities(text)
    ]


def is_same(one, other):
    return any(
        same_quantity(a, b) for a, b in product(read_quantities(one), read_quantities(other))
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$295 billion", 295e9, "USD"),
        ("US$2.3tn", 2.3e12, "USD"),
        ("US $58.24", 58.24, "USD"),
        ("$76 US", 76, "USD"),
        ("C$5 million", 5e6, "CAD"),
        ("€450m", 450e6, "EUR"),
        ("10 €", 10, "EUR"),
        ("-15€", -15, "EUR"),
        ("$-99.99", -99.99, "USD"),
        ("CNY 100 billion", 100e9, "CNY"),
        ("100 billion yuan", 100e9, "CNY"),
        ("AUD1.5m", 1.5e6, "AUD"),
        ("10.5 million Australian dollars", 10.5e6, "AUD"),
        ("12,34,567.89 rupees", 1234567.89, "INR"),
        ("75 USD million", 75e6, "USD"),
        ("120 MEUR", 120e6, "EUR"),
        ("MAUD 60", 60e6, "AUD"),
        ("RM23.50", 23.5, "MYR"),
        ("100元", 100, "CNY"),
        ("1.234,56 euros", 1234.56, "EUR"),
        ("361 million pounds", 361e6, "GBP"),
        ("thirteen dollars forty five", 13.45, "USD"),
        ("$70-a-share", 70, "USD per share"),
        ("$1,100 per square foot", 1100, "USD per square foot"),
    ],
)
def test_read_quantities_of_money_gives_value_and_currency(text, value, unit):
    ((found, name, dimension),) = brief(text)
    assert found == pytest.approx(value)
    assert name == unit
    assert dimension.startswith("money")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 90-minute call", (90, "minute", "time")),
        ("lasted approximately one and a half hours", (1.5, "hour", "time")),
        ("for a week", (1, "week", "time")),
        ("an hour and a half", (1.5, "hour", "time")),
        ("a couple of days", (2, "day", "time")),
        ("16GB", (16, "gigabyte", "data")),
        ("2,000km", (2000, "kilometre", "length")),
        ("311 square miles", (311, "square mile", "area")),
        ("32m2", (32, "square metre", "area")),
        ("800 miles per hour", (800, "mile per hour", "speed")),
        ("155mph", (155, "mile per hour", "speed")),
        ("35 GWh", (35, "gigawatt hour", "energy")),
        ("500 degrees Celsius", (500, "celsius", "temperature")),
        ("6'2\"", (6 + 2 / 12, "foot", "length")),
        ("5 feet and 6 inches", (5.5, "foot", "length")),
        ("half a mile", (0.5, "mile", "length")),
        ("three quarters of an hour", (0.75, "hour", "time")),
        ("a 60-year-old", (60, "year", "age")),
        ("aged 25", (25, "year", "age")),
        ("Ann Lee, 19, said", (19, "year", "age")),
        ("30 per cent", (30, "percent", "percent")),
        ("24pc", (24, "percent", "percent")),
        ("25 percentage points", (25, "percentage point", "percentage point")),
        ("40 basis points", (40, "basis point", "percentage point")),
        ("1200 parts per million", (1200, "part per million", "concentration")),
        ("five percent a year", (5, "percent per year", "percent per time")),
        ("three more months", (3, "month", "time")),
    ],
)
def test_read_quantities_of_a_measure_gives_value_and_unit(text, expected):
    ((value, unit, dimension),) = brief(text)
    assert (unit, dimension) == expected[1:]
    assert value == pytest.approx(expected[0])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12 people died", 12, "people"),
        ("300 soldiers", 300, "soldier"),
        ("9.3 million shipping containers", 9.3e6, "shipping container"),
        ("35m of its Echo devices", 35e6, "Echo device"),
        ("1,307,000 Americans", 1307000, "American"),
        ("a 12-member panel", 12, "member"),
        ("Two of Johnson’s deputies", 2, "deputy"),
        ("only one area", 1, "area"),
        ("In Iraq 12 people were hurt", 12, "people"),
        ("20+ points", 20, "point"),
        ("25k", 25000, ""),
    ],
)
def test_read_quantities_of_a_count_gives_its_noun(text, value, unit):
    assert brief(text) == [(value, unit, "count")]


@pytest.mark.parametrize(
    "text",
    [
        "in 2024",
        "the 1980s",
        "September 8",
        "12 of June",
        "on 5/17/2018",
        "2020-07-01",
        "at 11 a.m.",
        "1.05am",
        "17:22",
        "9/11",
        "the 22nd amendment",
        "Boeing 787",
        "Game 2",
        "the S&P 500",
        "No. 1 issue",
        "SCP-173",
        "192.168.1.2",
        "+1-222-2222",
        "1.",
        "575 Wilbraham Road",
        "https://example.org/30%",
        "no one",
        "one of the most complex relationships",
        "between the two nations",
        "the world’s two largest economies",
        "a third party",
        "halfway",
        "the second half",
        "the first quarter",
        "once a week",
        "a second term",
        "he was on 60 Minutes",
        "the 2015-16 season",
        "since ’11",
        "the 80’s",
        "from 2 to 3 p.m.",
        "H.R. 2847",
        "a zero-tolerance policy",
        "call 911",
    ],
)
def test_read_quantities_of_dates_names_and_ranks_finds_none(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "ends", "unit"),
    [
        ("between 5 and 10 percent", (5, 10), "percent"),
        ("5-10%", (5, 10), "percent"),
        ("$3-5 billion", (3e9, 5e9), "USD"),
        ("$3 to $5 million", (3e6, 5e6), "USD"),
        ("from $250,000 to $1 million", (250000, 1e6), "USD"),
        ("between $48,000 and $90,000 a year", (48000, 90000), "USD per year"),
        ("1 to 1.5 degrees Celsius", (1, 1.5), "celsius"),
        ("an 8- to 16-meter mirror", (8, 16), "metre"),
        ("men aged 18 to 34", (18, 34), "year"),
        ("-18 °C to -34 °C", (-18, -34), "celsius"),
        ("2000 - 2500 Calories", (2000, 2500), "calorie"),
    ],
)
def test_read_quantities_of_a_range_gives_both_ends(text, ends, unit):
    ((value, name, _),) = brief(text)
    assert value == pytest.approx(ends)
    assert name == unit


def test_read_quantities_of_a_list_shares_the_unit():
    assert brief("four-, five- and six-cylinder engines") == [
        (4, "cylinder", "count"),
        (5, "cylinder", "count"),
        (6, "cylinder", "count"),
    ]
    assert brief("45 and 50 mg") == [(45, "milligram", "mass"), (50, "milligram", "mass")]
    assert brief("8 or $9") == [(8, "USD", "money"), (9, "USD", "money")]


@pytest.mark.parametrize(
    ("text", "share", "modifier"),
    [
        ("three in ten voters", "0.3", "about"),
        ("nearly one in five", "0.2", "nearly"),
        ("half of Americans", "0.5", None),
        ("more than half of them", "0.5", "more than"),
        ("three-quarters of members", "0.75", None),
        ("1/4", "0.25", None),
    ],
)
def test_read_quantities_of_a_share_gives_its_part_of_one(text, share, modifier):
    (quantity,) = read_quantities(text)
    assert quantity.dimension == "share"
    assert quantity.value == Decimal(share)
    assert quantity.modifier == modifier


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("about 30%", "about"),
        ("roughly 30%", "about"),
        ("nearly 30%", "nearly"),
        ("more than 30%", "more than"),
        ("over 30%", "more than"),
        ("less than 30%", "less than"),
        ("at least 30%", "at least"),
        ("30% or more", "at least"),
        ("up to 30%", "up to"),
        ("no more than 30%", "up to"),
        ("30%", None),
    ],
)
def test_read_quantities_beside_a_modifier_names_it_outside_the_span(text, modifier):
    (quantity,) = read_quantities(text)
    assert quantity.modifier == modifier
    assert quantity.exact == "30%"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("fell 3%", "down"),
        ("was up about 3%", "up"),
        ("a 3% drop", "down"),
        ("an increase of 3%", "up"),
        ("dropped by 3%", "down"),
        ("fell to 3%", None),
        ("stands at 3%", None),
    ],
)
def test_read_quantities_of_a_change_gives_its_direction(text, direction):
    (quantity,) = read_quantities(text)
    assert quantity.direction == direction


@pytest.mark.parametrize(
    ("text", "rank"),
    [("she finished second!", 2), ("the third-largest economy", 3), ("in 12th place", 12)],
)
def test_read_quantities_of_a_ranking_gives_the_place(text, rank):
    assert brief(text) == [(rank, "", "rank")]


SAME = [
    ("$295 billion", "$295B", "US$295bn", "295,000 million dollars", "295 billion U.S. dollars"),
    ("90-minute", "about one and a half hours", "1.5 hours", "an hour and a half"),
    ("30%", "30 per cent", "three in ten", "thirty percent"),
    ("a fortnight", "two weeks", "14 days"),
    ("12 months", "one year", "1-year"),
    ("a decade", "10 years"),
    ("6ft 2in", "6 feet 2 inches", "6'2\"", "74 inches"),
    ("-3%", "minus 3 percent", "down 3%"),
    ("€3.2bn", "3.2 billion euros", "EUR 3,200 million", "€3,2 billion"),
    ("$70,000 a year", "70,000 dollars annually", "$70,000 per year"),
    ("5-10%", "between 5 and 10 percent", "5 to 10 percent"),
    ("25 basis points", "0.25 percentage points"),
    ("3 tonnes", "3,000 kg"),
    ("2TB", "2,000 gigabytes"),
    ("60 mph", "60 miles an hour"),
    ("a dozen eggs", "12 eggs", "twelve eggs"),
    ("1.75 million", "1,750,000", "1.750.000", "1 750 000"),
    ("two-thirds", "66.7%"),
    ("two-thirds", "67 percent"),
    ("0 °C", "32 °F"),
    ("at least $20", "$20 or more"),
    ("50 cents", "$0.50"),
    ("three people", "3 persons"),
]


@pytest.mark.parametrize(
    ("one", "other"), [pair for group in SAME for pair in combinations(group, 2)]
)
def test_same_quantity_in_another_notation_is_true(one, other):
    assert is_same(one, other)
    assert is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("90-minute", "90-day"),
        ("30%", "80%"),
        ("3 percent", "3 percentage points"),
        ("$5", "€5"),
        ("US$5", "A$5"),
        ("$295 billion", "295 billion"),
        ("5 tons", "5 tonnes"),
        ("a month", "30 days"),
        ("1,234", "1.234"),
        ("up 5%", "down 5%"),
        ("more than 50", "less than 50"),
        ("more than 50", "50"),
        ("-5 degrees Celsius", "5 degrees Celsius"),
        ("$100 a day", "$100 a week"),
        ("12 percent a year", "1 percent a month"),
        ("30 soldiers", "30 civilians"),
        ("25 years old", "25 years"),
        ("one in five", "one in 50"),
        ("one in eight", "12%"),
        ("a third", "30%"),
        ("2 GB", "2 Gb"),
        ("5-10%", "5%"),
        ("10 miles", "10 square miles"),
        ("2017", "2,017 people"),
    ],
)
def test_same_quantity_of_near_misses_is_false(one, other):
    assert not is_same(one, other)
    assert not is_same(other, one)


def test_quantity_line_gives_the_json_of_the_command():
    line = quantity_line("Tariffs fell to about 10%, $3-5 billion in all.")
    assert json.loads(json.dumps(line)) == [
        {
            "start": 22,
            "end": 25,
            "exact": "10%",
            "value": 10,
            "unit": "percent",
            "dimension": "percent",
            "modifier": "about",
        },
        {
            "start": 27,
            "end": 39,
            "exact": "$3-5 billion",
            "value": [3_000_000_000, 5_000_000_000],
            "unit": "USD",
            "dimension": "money",
            "modifier": None,
        },
    ]


def test_quantity_line_of_a_change_puts_the_direction_first():
    (line,) = quantity_line("fell about 0.5%")
    assert line["modifier"] == "down about"
    assert line["value"] == 0.5


AMOUNTS = st.decimals(min_value=1, max_value=999, places=2)
SCALES = st.sampled_from(
    [
        ("million", "m", 10**6),
        ("billion", "bn", 10**9),
        ("trillion", "tn", 10**12),
    ]
)


def notations(amount, word, letters, factor):
    number = f"{amount.normalize():f}"
    return [
        f"${number} {word}",
        f"${number}{letters}",
        f"US${number} {word}",
        f"USD {number}{letters}",
        f"{number} {word} dollars",
        f"${amount * factor:,.0f}",
        f"{number.replace('.', ',')} {word} US dollars" if "." in number else f"${number} {word}",
    ]


@given(AMOUNTS, SCALES)
def test_read_quantities_in_any_notation_reads_back_the_amount(amount, scale):
    for text in notations(amount, *scale):
        (quantity,) = read_quantities(text)
        assert (quantity.value, quantity.unit) == (amount * scale[2], "USD"), text


@given(AMOUNTS, AMOUNTS, SCALES, SCALES, st.data())
def test_same_quantity_of_different_amounts_is_never_true(one, other, scale, second, data):
    assume(one * scale[2] != other * second[2])
    first = data.draw(st.sampled_from(notations(one, *scale)))
    last = data.draw(st.sampled_from(notations(other, *second)))
    assert not is_same(first, last)


@given(st.integers(0, 999_999_999), st.sampled_from(["people", "%", " kg", " days", " euros"]))
def test_read_quantities_of_whole_numbers_reads_back_the_number(number, unit):
    (quantity,) = read_quantities(f"{number:,} {unit}" if unit == "people" else f"{number:,}{unit}")
    assert quantity.value == number


WORDS = st.sampled_from(
    word_list(
        "one two five ten twenty ninety hundred thousand million half quarter third dozen "
        "a an the of in to from and or between per point percent $ € US$ % - – . , / : ' "
        '" ( ) ½ 1 2 5 10 12 31 1999 2024 1,000 1.5 007 minute hours days week year years '
        "old ago last Monday May people soldiers about nearly rose fell kg km 🏠 שלום 1e9 "
        "^ x × °"
    )
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", "-", "\n"]))).map(
    lambda pieces: "".join(word + gap for word, gap in pieces)
)


@given(TEXTS | st.text())
def test_read_quantities_of_any_text_slices_exact_in_order_without_overlap(text):
    end = 0
    for quantity in read_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.exact != ""
        assert quantity.start >= end
        assert same_quantity(quantity, quantity)
        end = quantity.end
    json.dumps(quantity_line(text))


@given(TEXTS)
def test_read_quantities_twice_gives_the_same_whatever_the_decimal_context(text):
    with localcontext(prec=3):
        narrow = read_quantities(text)
    assert narrow == read_quantities(text)


@pytest.mark.parametrize(
    "text", ["$295 billion", "30%", "90-minute", "16GB", "5 to 10 percent", "300 soldiers"]
)
@pytest.mark.parametrize(
    ("before", "after"),
    [("It reached ", " in 2024."), ("“", "”"), ("🏠 (", ")"), ("… to ", ", he said"), ("\n", "\n")],
)
def test_read_quantities_inside_a_sentence_reads_as_alone(text, before, after):
    (alone,) = read_quantities(text)
    (inside,) = read_quantities(before + text + after)
    assert (inside.value, inside.upper, inside.measure) == (alone.value, alone.upper, alone.measure)
    assert inside.start == len(before)
    assert inside.exact == text
