import pytest

from claims.text.domains import BadDomain, host_of, read_domain


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("census.gov", "census.gov"),
        (" Census.GOV. ", "census.gov"),
        ("www.census.gov", "census.gov"),
        ("https://www.census.gov:8080/trade?x=1#y", "census.gov"),
        ("//data.census.gov/", "data.census.gov"),
        ("census.gov/trade", "census.gov"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_read_domain_takes_it_bare_or_from_an_address(typed, domain):
    assert read_domain(typed) == domain


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "localhost",
        "census",
        "two words.org",
        "192.0.2.1",
        "http://[::1]/",
        "https://user@census.gov/",
        "name@example.org",
        "-a.org",
        "a-.org",
        "a..org",
        "straße.example",
        f"{'a' * 64}.org",
        f"{'a.' * 130}org",
    ],
)
def test_read_domain_of_anything_else_says_what_one_looks_like(typed):
    with pytest.raises(BadDomain, match=r"Write one such as census\.gov"):
        read_domain(typed)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Census.gov./a", "census.gov"),
        ("http://user:password@census.gov:80/", "census.gov"),
        ("http://[::1/", ""),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("", ""),
    ],
)
def test_host_of_an_address_is_its_domain_or_nothing(address, host):
    assert host_of(address) == host
