import pytest

from claims.intake.encodings import decode
from claims.intake.errors import IntakeRefused

POLISH = "Rada miasta przegłosowała podwyżkę opłat o 30%, pierwszą od 2014 roku, łącznie."
CZECH = "Zastupitelé města schválili zvýšení poplatků o 30 %. Předseda řekl, že příští rok přibude."
HUNGARIAN = "A testület 30 százalékkal emelte a díjakat, és több mint négyezren írták alá időben."
TURKISH = "Belediye meclisi salı günü ücretleri %30 artırma kararı aldı, diye söyledi başkan."
RUSSIAN = "Совет города проголосовал за повышение сборов на 30%, сообщила председатель совета."
GREEK = "Το δημοτικό συμβούλιο ψήφισε την Τρίτη αύξηση των τελών κατά 30%, την πρώτη φορά."
ARABIC = "صوت المجلس يوم الثلاثاء على رفع الرسوم بنسبة 30% للمرة الأولى منذ عام 2014."
WESTERN = "Price: €3.50 – café, “größer”, naïve, Ångström, Nuñez: it’s £1.2 million."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "cp1252"),
        (POLISH, "iso8859-2"),
        (POLISH, "cp1250"),
        (CZECH, "iso8859-2"),
        (HUNGARIAN, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (ARABIC, "cp1256"),
        ("Larkmouth’s board voted – “no” – at the café.", "mac-roman"),
    ],
)
def test_decode_without_a_declaration_guesses_and_says_so(text, encoding):
    decoded, warning = decode(text.encode(encoding))
    assert decoded == text
    assert "encoding" in warning


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_decode_of_certain_encodings_gives_no_warning(encoding):
    assert decode(POLISH.encode(encoding)) == (POLISH, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode_of_utf_16_without_a_mark_recognises_it(encoding):
    assert decode(WESTERN.encode(encoding))[0] == WESTERN


def test_decode_believes_utf_8_rather_than_a_declaration():
    assert decode("café".encode(), "iso-8859-1") == ("café", "")


def test_decode_believes_a_declaration_where_utf_8_fails():
    assert decode(POLISH.encode("iso8859-2"), "iso-8859-2") == (POLISH, "")


@pytest.mark.parametrize("declared", ["no-such-thing", "base64", "zip", "\x00", "utf-7"])
def test_decode_with_a_strange_declaration_does_without_it(declared):
    assert decode(WESTERN.encode("cp1252"), declared)[0] == WESTERN


def test_decode_of_utf_8_with_a_broken_byte_warns():
    text, warning = decode("é".encode() * 50 + b"\xff" + b" end")
    assert text.count("é") == 50
    assert "damaged" in warning


def test_decode_of_noise_refuses():
    with pytest.raises(IntakeRefused, match="encoding"):
        decode(bytes(range(128, 256)) * 4)
