"""Units of measure and currencies: their names, what they measure and how they convert.

Factors are exact fractions, so that equal amounts are equal whatever unit they are written in.
They were checked against pint in the tests; pint itself takes longer to import than a whole
article takes to read. Nothing converts one currency into another, a month into days, or a
percentage into percentage points.
"""

from dataclasses import dataclass
from fractions import Fraction

__all__ = [
    "AMBIGUOUS_CODES",
    "CODES",
    "NAMES",
    "NONE",
    "SIGNS",
    "SYMBOLS",
    "Unit",
    "per",
    "power_of",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    `name` is its normal form ("kilometre", "USD", "USD per year"), `dimension` what it measures
    ("length", "money"). Amounts of two units compare only where `base` is the same: `factor`
    converts into it, after which `offset` is added (temperatures).
    """

    name: str
    dimension: str
    base: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


NONE = Unit("", "count", "")

# Rows: name | other spellings, singular and plural | symbols | factor to the first row.
_TIME = """
second | seconds sec secs | s | 1
millisecond | milliseconds msec | ms | 1/1000
microsecond | microseconds | μs µs | 1/1000000
nanosecond | nanoseconds | ns | 1/1000000000
minute | minutes min mins | min | 60
hour | hours hr hrs | h hr hrs | 3600
day | days | d | 86400
week | weeks wk wks | | 604800
fortnight | fortnights | | 1209600
"""
# A month has no fixed number of days: it counts apart.
_CALENDAR = """
month | months mo mos mth mths | | 1
quarter | | | 3
year | years yr yrs annum | yr yrs | 12
decade | decades | | 120
century | centuries | | 1200
millennium | millennia millenniums | | 12000
megayear | | Ma Myr | 12000000
gigayear | gigaannum | Ga Gyr | 12000000000
"""
_LENGTH = """
metre | metres meter meters | m | 1
kilometre | kilometres kilometer kilometers kilometre's klick klicks | km kms | 1000
centimetre | centimetres centimeter centimeters | cm | 1/100
decimetre | decimetres decimeter decimeters | dm | 1/10
millimetre | millimetres millimeter millimeters | mm | 1/1000
micrometre | micrometres micrometer micrometers micron microns | μm µm | 1/1000000
nanometre | nanometres nanometer nanometers | nm | 1/1000000000
picometre | picometres picometer picometers | pm | 1/1000000000000
attometre | attometres attometer attometers | am | 1/1000000000000000000
inch | inches | in ″ " | 127/5000
foot | feet | ft ′ | 381/1250
yard | yards | yd yds | 1143/1250
mile | miles | mi | 201168/125
nautical mile | nautical_miles | nmi | 1852
league | leagues | | 603504/125
fathom | fathoms | | 1143/625
furlong | furlongs | | 25146/125
light year | light_years lightyear lightyears | ly | 9460730472580800
astronomical unit | astronomical_units | au AU | 149597870700
"""
_MASS = """
kilogram | kilograms kilogramme kilogrammes kilo kilos | kg kgs | 1
gram | grams gramme grammes | g | 1/1000
milligram | milligrams milligramme milligrammes | mg | 1/1000000
microgram | micrograms microgramme microgrammes | μg µg mcg | 1/1000000000
tonne | tonnes metric_ton metric_tons metric_tonne metric_tonnes | t | 1000
kilotonne | kilotonnes | kt | 1000000
megatonne | megatonnes | Mt | 1000000000
pound | pounds | lb lbs | 45359237/100000000
ounce | ounces | oz | 45359237/1600000000
stone | | st | 317514659/50000000
carat | carats | | 1/5000
troy ounce | troy_ounces | | 19439673/625000000
drachma | drachmas drachm drachms | | 45359237/25600000000
short ton | short_tons | | 45359237/50000
long ton | long_tons | | 635029318/625000
"""
_AREA = """
square metre | sqm | sqm | 1
hectare | hectares | ha | 10000
acre | acres | | 316160658/78125
square foot | sqft | sqft | 145161/1562500
"""
_VOLUME = """
litre | litres liter liters | l L ltr | 1
millilitre | millilitres milliliter milliliters | ml mL | 1/1000
centilitre | centilitres centiliter centiliters | cl cL | 1/100
decilitre | decilitres deciliter deciliters | dl dL | 1/10
hectolitre | hectolitres hectoliter hectoliters | hl hL | 100
megalitre | megalitres megaliter megaliters | ML | 1000000
cubic metre | | cbm | 1000
cubic centimetre | | cc | 1/1000
"""
_SPEED = """
metre per second | | mps | 1
kilometre per hour | | kph kmh km/h kmph | 5/18
mile per hour | | mph | 1397/3125
knot | knots | kn kt kts | 463/900
"""
_ENERGY = """
joule | joules | J | 1
kilojoule | kilojoules | kJ | 1000
megajoule | megajoules | MJ | 1000000
gigajoule | gigajoules | GJ | 1000000000
watt hour | watt_hours | Wh | 3600
kilowatt hour | kilowatt_hours | kWh kwh KWh | 3600000
megawatt hour | megawatt_hours | MWh | 3600000000
gigawatt hour | gigawatt_hours | GWh | 3600000000000
terawatt hour | terawatt_hours | TWh | 3600000000000000
calorie | calories | cal | 523/125
kilocalorie | kilocalories | kcal | 4184
electronvolt | electronvolts electron_volts | eV | 801088317/5000000000000000000000000000
teraelectronvolt | | TeV | 801088317/5000000000000000
gigaelectronvolt | | GeV | 801088317/5000000000000000000
"""
_POWER = """
watt | watts | W | 1
milliwatt | milliwatts | mW | 1/1000
kilowatt | kilowatts | kW | 1000
megawatt | megawatts | MW | 1000000
gigawatt | gigawatts | GW | 1000000000
terawatt | terawatts | TW | 1000000000000
"""
_DATA = """
byte | bytes | B | 1
kilobyte | kilobytes | kB KB | 1000
megabyte | megabytes | MB | 1000000
gigabyte | gigabytes gig gigs | GB | 1000000000
terabyte | terabytes | TB | 1000000000000
petabyte | petabytes | PB | 1000000000000000
exabyte | exabytes | EB | 1000000000000000000
kibibyte | kibibytes | KiB | 1024
mebibyte | mebibytes | MiB | 1048576
gibibyte | gibibytes | GiB | 1073741824
tebibyte | tebibytes | TiB | 1099511627776
bit | bits | | 1/8
kilobit | kilobits | kb kbit | 125
megabit | megabits | Mb mb Mbit | 125000
gigabit | gigabits | Gb gb Gbit | 125000000
"""
_DATA_RATE = """
bit per second | | bit/s | 1
kilobit per second | | kbps Kbps | 1000
megabit per second | | Mbps mbps | 1000000
gigabit per second | | Gbps gbps | 1000000000
"""
_FREQUENCY = """
hertz | | Hz | 1
kilohertz | | kHz KHz | 1000
megahertz | | MHz | 1000000
gigahertz | | GHz | 1000000000
terahertz | | THz | 1000000000000
"""
_PRESSURE = """
pascal | pascals | Pa | 1
hectopascal | hectopascals | hPa | 100
kilopascal | kilopascals | kPa | 1000
megapascal | megapascals | MPa | 1000000
bar | bars | | 100000
millibar | millibars | mbar mb | 100
"""
_VOLTAGE = """
volt | volts | V | 1
millivolt | millivolts | mV | 1/1000
kilovolt | kilovolts | kV | 1000
"""
_CURRENT = """
ampere | amperes amp amps | A | 1
milliampere | milliamperes milliamp milliamps | mA | 1/1000
"""
_ABSORBED_DOSE = """
gray | grays | Gy | 1
milligray | milligrays | mGy | 1/1000
"""
_PERCENT = """
percent | per_cent pct percentage | % pc ٪ % | 1
per mille | | ‰ | 1/10
"""
_POINTS = """
percentage point | percentage_points percent_point percent_points | pp ppt ppts | 1
basis point | basis_points | bp bps | 1/100
"""
# Each of these compares with itself only: what one of them is depends on where it is used.
_ALONE = {
    "mass": "ton | tons\n",
    "volume": """
    gallon | gallons | gal
    barrel | barrels | bbl bbls
    bushel | bushels
    pint | pints
    quart | quarts
    cup | cups
    tablespoon | tablespoons tbsps | tbsp
    teaspoon | teaspoons tsps | tsp
    fluid ounce | fluid_ounces
    """,
    "power": "horsepower | | hp HP bhp PS",
    "angle": "degree | degrees | °",
    "concentration": "part per million | parts_per_million | ppm\n"
    "part per billion | parts_per_billion | ppb",
    "frequency": "revolution per minute | revolutions_per_minute | rpm",
    "torque": "pound-foot | pound-feet pound_feet foot-pounds foot_pounds lb-ft\n"
    "newton metre | newton_metres newton_meters | Nm",
    "pressure": "pound per square inch | | psi\nkilopound per square inch | | ksi",
    "energy": "million british thermal unit | | mmBTU MMBtu mmBtu MMBTU\n"
    "british thermal unit | | BTU Btu btu\nton of oil equivalent | | toe boe",
    "data": "pixel | pixels | px\nmegapixel | megapixels | MP",
    "sound": "decibel | decibels | dB",
    "dose": "sievert | sieverts | Sv\nmillisievert | millisieverts | mSv",
    "mass per time": "ton per day | | tpd",
    "magnitude": "sigma",
}
_TABLES = [
    ("time", _TIME),
    ("time", _CALENDAR),
    ("length", _LENGTH),
    ("mass", _MASS),
    ("area", _AREA),
    ("volume", _VOLUME),
    ("speed", _SPEED),
    ("energy", _ENERGY),
    ("power", _POWER),
    ("data", _DATA),
    ("data rate", _DATA_RATE),
    ("frequency", _FREQUENCY),
    ("pressure", _PRESSURE),
    ("voltage", _VOLTAGE),
    ("current", _CURRENT),
    ("dose", _ABSORBED_DOSE),
    ("percent", _PERCENT),
    ("percentage point", _POINTS),
]
_TEMPERATURES = [
    (
        Unit("celsius", "temperature", "kelvin", Fraction(1), Fraction(27315, 100)),
        "celsius centigrade celcius degree_celsius degrees_celsius degree_centigrade "
        "degrees_centigrade degree_c degrees_c",
        "°C ℃ C",
    ),
    (
        Unit("fahrenheit", "temperature", "kelvin", Fraction(5, 9), Fraction(45967, 180)),
        "fahrenheit degree_fahrenheit degrees_fahrenheit degree_f degrees_f",
        "°F ℉ F",
    ),
    (Unit("kelvin", "temperature", "kelvin"), "kelvin kelvins", "K"),
]
# ISO 4217 code | names | symbols. A name without a country means the first currency that has it;
# for a dollar that is the US one.
_CURRENCIES = """
USD | dollar dollars us_dollar us_dollars american_dollar american_dollars bucks \
united_states_dollar united_states_dollars | $ US$ U.S.$ ＄
EUR | euro euros | €
GBP | pound_sterling pounds_sterling british_pound british_pounds uk_pound uk_pounds quid \
sterling | £ UK£ PS
JPY | yen japanese_yen | ¥ JP¥ ￥ Y=
CNY | yuan renminbi rmb kuai chinese_yuan | 元 CN¥ RMB
CHF | swiss_franc swiss_francs | SFr Fr
AUD | australian_dollar australian_dollars aussie_dollar aussie_dollars | A$ AU$ AUD$
CAD | canadian_dollar canadian_dollars loonie loonies | C$ CA$ CAD$ Can$ Cdn$
NZD | new_zealand_dollar new_zealand_dollars kiwi_dollar kiwi_dollars | NZ$
HKD | hong_kong_dollar hong_kong_dollars | HK$
SGD | singapore_dollar singapore_dollars | S$ SG$
TWD | taiwan_dollar taiwan_dollars new_taiwan_dollar new_taiwan_dollars | NT$
JMD | jamaican_dollar jamaican_dollars | J$
MXN | mexican_peso mexican_pesos | Mex$ MX$ MXN$
BRL | reais brazilian_real brazilian_reals | R$
INR | rupee rupees indian_rupee indian_rupees | ₹ Rs
PKR | pakistani_rupee pakistani_rupees |
LKR | sri_lankan_rupee sri_lankan_rupees | ரூ
NPR | nepalese_rupee nepalese_rupees |
IDR | rupiah rupiahs | Rp
MYR | ringgit ringgits malaysian_ringgit | RM
PHP | philippine_peso philippine_pesos | ₱
KRW | won south_korean_won korean_won | ₩
KPW | north_korean_won |
VND | dong vietnamese_dong | ₫
THB | baht thai_baht | ฿
LAK | kip kips lao_kip | ₭
RUB | rouble roubles ruble rubles russian_rouble russian_roubles russian_ruble russian_rubles | ₽
UAH | hryvnia hryvnias hryvnya | ₴
KZT | tenge | ₸
TRY | lira liras turkish_lira turkish_liras | ₺
ILS | shekel shekels israeli_shekel israeli_shekels new_shekel new_shekels | ₪
SAR | riyal riyals saudi_riyal saudi_riyals |
AED | dirham dirhams uae_dirham uae_dirhams | Dh Dhs
QAR | qatari_riyal qatari_riyals |
IRR | rial rials iranian_rial iranian_rials | ﷼
IQD | iraqi_dinar iraqi_dinars |
KWD | kuwaiti_dinar kuwaiti_dinars |
EGP | egyptian_pound egyptian_pounds | E£
LBP | lebanese_pound lebanese_pounds |
SYP | syrian_pound syrian_pounds |
NGN | naira | ₦
KES | kenyan_shilling kenyan_shillings | KSh KSh. Ksh
UGX | ugandan_shilling ugandan_shillings |
TZS | tanzanian_shilling tanzanian_shillings |
ZAR | rand rands south_african_rand |
GHS | cedi cedis | GH₵ ₵
ETB | birr |
MAD | moroccan_dirham moroccan_dirhams |
SEK | swedish_krona swedish_kronor |
NOK | norwegian_krone norwegian_kroner |
DKK | danish_krone danish_kroner |
ISK | icelandic_krona icelandic_kronur |
PLN | zloty zlotys zloties złoty | zł
CZK | koruna korunas czech_koruna czech_crown czech_crowns | Kč
HUF | forint forints | Ft
RON | romanian_leu romanian_lei |
BGN | bulgarian_lev bulgarian_leva |
RSD | serbian_dinar serbian_dinars |
ARS | argentine_peso argentine_pesos |
CLP | chilean_peso chilean_pesos |
COP | colombian_peso colombian_pesos |
CUP | cuban_peso cuban_pesos |
PEN | peruvian_sol |
BOB | bolivian_boliviano bolivianos |
BTC | bitcoin bitcoins | ₿
ETH | ether |
BDT | taka bangladeshi_taka | ৳
AFN | afghani afghanis |
AMD | armenian_dram |
GEL | lari |
XAF | cfa_franc cfa_francs |
"""
# Currencies whose country the name does not tell, and parts of a currency.
_OTHER_MONEY = """
franc | francs | 1 franc
peso | pesos | 1 peso
krona | kronor krone kroner kronur | 1 krona
crown | crowns | 1 crown
dinar | dinars | 1 dinar
shilling | shillings | 1 shilling
cent | cents ¢ | 1/100 USD
penny | pennies | 1/100 penny
dime | dimes | 1/10 USD
pence | p | 1/100 GBP
sen | | 1/100 sen
mao | | 1/10 CNY
kopeck | kopecks | 1/100 RUB
"""
# Codes that are also ordinary words or names in capitals.
AMBIGUOUS_CODES = frozenset(["PEN", "BOB", "TRY", "CUP", "GEL", "COP", "MAD", "ETH"])
_DIMENSION_OF_RATE = {
    ("length", "time"): "speed",
    ("data", "time"): "data rate",
}


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.split("\n") if row.strip()]


def _build_measures(names: dict[str, Unit], symbols: dict[str, Unit]) -> None:
    for dimension, table in _TABLES:
        rows = _rows(table)
        for name, spellings, marks, factor in rows:
            unit = Unit(name, dimension, rows[0][0], Fraction(factor))
            _enter(unit, [name, *spellings.split()], marks.split(), names, symbols)
    for dimension, table in _ALONE.items():
        for row in _rows(table):
            unit = Unit(row[0], dimension, row[0])
            spellings, marks = [*row[1:], "", ""][:2]
            _enter(unit, [row[0], *spellings.split()], marks.split(), names, symbols)
    for unit, spellings, marks in _TEMPERATURES:
        _enter(unit, spellings.split(), marks.split(), names, symbols)


def _enter(
    unit: Unit,
    spellings: list[str],
    marks: list[str],
    names: dict[str, Unit],
    symbols: dict[str, Unit],
) -> None:
    for spelling in spellings:
        names[spelling.replace("_", " ").replace("-", " ")] = unit
    for mark in marks:
        symbols.setdefault(mark, unit)


def _build_currencies(names: dict[str, Unit], signs: dict[str, Unit]) -> dict[str, Unit]:
    codes = {}
    for code, spellings, marks in _rows(_CURRENCIES):
        unit = Unit(code, "money", code)
        codes[code] = unit
        _enter(unit, spellings.split(), marks.split(), names, signs)
    for name, spellings, worth in _rows(_OTHER_MONEY):
        factor, base = worth.split()
        _enter(
            Unit(name, "money", base, Fraction(factor)), [name, *spellings.split()], [], names, {}
        )
    return codes


def per(unit: Unit, other: Unit) -> Unit:
    """Return the rate of `unit` per `other`: "USD per year", "kilometre per hour" (a speed)."""
    dimension = _DIMENSION_OF_RATE.get(
        (unit.dimension, other.dimension), f"{unit.dimension} per {other.dimension}"
    )
    name = f"{unit.name or 'unit'} per {other.name}"
    known = NAMES.get(name)
    if known:
        return known
    if unit.dimension == "percent":  # 12 percent a year are not 1 percent a month
        return Unit(name, dimension, name, unit.factor)
    base = f"{unit.base} per {other.base}"
    return Unit(name, dimension, base, unit.factor / other.factor)


def power_of(unit: Unit, exponent: int) -> Unit:
    """Return the area (exponent 2) or volume (3) that a unit of length spans."""
    kind, dimension, base = (
        ("square", "area", "square metre") if exponent == 2 else ("cubic", "volume", "litre")
    )
    factor = unit.factor**exponent * (1 if exponent == 2 else 1000)
    return Unit(f"{kind} {unit.name}", dimension, base, factor)


NAMES: dict[str, Unit] = {}
SYMBOLS: dict[str, Unit] = {}
SIGNS: dict[str, Unit] = {}
_build_measures(NAMES, SYMBOLS)
CODES = _build_currencies(NAMES, SIGNS)
