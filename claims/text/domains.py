"""Web domains, as a person types or pastes them."""

import re
from urllib.parse import urlsplit

MOST_DOMAIN_CODE_POINTS = 253
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")
# The codec writes these as other letters, which is another domain than the browser goes to.
_REWRITTEN = frozenset("ßς\u200c\u200d")


class BadDomain(ValueError):
    """What was typed names no domain; the text says what would."""


def host_of(address: str) -> str:
    """Return the host of a web address in small ASCII letters (IDNA), or "" where there is none."""
    scheme, slashes, _ = address.partition("//")
    if not slashes or (scheme and not scheme.endswith(":")):
        address = f"//{address}"
    try:
        host = urlsplit(address).hostname or ""
        return host.rstrip(".").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return ""


def read_domain(typed: str) -> str:
    """Return the domain that `typed` names: bare, or the host of a pasted address, without "www.".

    Raises:
        BadDomain: it names none.
    """
    typed = typed.strip()
    refusal = BadDomain(f"“{typed[:80]}” is no domain. Write one such as census.gov.")
    if "@" in typed or _REWRITTEN & set(typed):
        raise refusal
    domain = host_of(typed).removeprefix("www.")
    is_number = domain.rpartition(".")[2].isdigit()  # an IP address belongs to no source
    if len(domain) > MOST_DOMAIN_CODE_POINTS or is_number or not _DOMAIN.fullmatch(domain):
        raise refusal
    return domain
