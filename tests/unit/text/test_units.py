"""The table of units, held against pint."""

from fractions import Fraction

import pytest

from claims.text.units import CODES, NAMES, SYMBOLS, per, power_of

_OWN = {"percent", "percentage point", "age", "share", "count", "money"}
# What pint calls otherwise, or takes for another unit.
_PINT_NAMES = {
    "drachma": "dram",
    "celsius": "degC",
    "fahrenheit": "degF",
    "league": None,
    "furlong": None,  # pint counts survey feet
    "fathom": None,
    "acre": None,
    "horsepower": None,
    "per mille": None,
    "electronvolt": "electron_volt",
    "teraelectronvolt": "teraelectron_volt",
    "gigaelectronvolt": "gigaelectron_volt",
    "watt hour": "watt_hour",
    "kilowatt hour": "kilowatt_hour",
    "megawatt hour": "megawatt_hour",
    "gigawatt hour": "gigawatt_hour",
    "terawatt hour": "terawatt_hour",
    "metre per second": "metre / second",
    "kilometre per hour": "kilometre / hour",
    "mile per hour": "mile / hour",
    "square metre": "metre ** 2",
    "square foot": "foot ** 2",
    "cubic metre": "metre ** 3",
    "cubic centimetre": "centimetre ** 3",
    "bit per second": "bit / second",
    "kilobit per second": "kilobit / second",
    "megabit per second": "megabit / second",
    "gigabit per second": "gigabit / second",
    "nautical mile": "nautical_mile",
    "light year": "light_year",
    "astronomical unit": "astronomical_unit",
    "troy ounce": "troy_ounce",
    "short ton": "short_ton",
    "long ton": "long_ton",
}


@pytest.fixture(scope="module")
def registry():
    pint = pytest.importorskip("pint")
    return pint.UnitRegistry(non_int_type=Fraction)


def measures():
    units = {unit.name: unit for unit in [*NAMES.values(), *SYMBOLS.values()]}
    return [
        unit
        for unit in units.values()
        if unit.dimension not in _OWN
        and unit.base != unit.name
        and unit.base != "month"
        and _PINT_NAMES.get(unit.name, "") is not None
    ]


@pytest.mark.parametrize("unit", measures(), ids=lambda unit: unit.name)
def test_units_factor_equals_that_of_pint(registry, unit):
    name = _PINT_NAMES.get(unit.name) or unit.name
    base = _PINT_NAMES.get(unit.base) or unit.base
    ours = Fraction(100) * unit.factor + unit.offset
    theirs = registry.Quantity(Fraction(100), name).to(base).magnitude
    assert float(ours) == pytest.approx(float(theirs), rel=1e-9)


def test_units_currencies_never_share_a_base():
    bases = [unit.base for unit in CODES.values()]
    assert len(bases) == len(set(bases))


def test_units_percent_and_points_do_not_compare():
    assert NAMES["percent"].base != NAMES["percentage points"].base
    assert NAMES["basis points"].base == NAMES["percentage points"].base


def test_units_months_and_days_do_not_compare():
    assert NAMES["months"].base != NAMES["days"].base


def test_per_of_length_and_time_is_a_speed():
    assert per(NAMES["miles"], NAMES["hour"]) == SYMBOLS["mph"]


def test_per_of_percent_is_not_spread_over_months():
    assert per(NAMES["percent"], NAMES["year"]).base != per(NAMES["percent"], NAMES["month"]).base


def test_power_of_kilometre_is_a_million_square_metres():
    assert power_of(NAMES["kilometre"], 2).factor == 10**6
    assert power_of(NAMES["metre"], 3).factor == 1000  # litres
