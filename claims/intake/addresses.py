"""Which addresses on the network are public, by lists of our own.

The standard library's `is_global` and `is_private` both have holes (multicast, 6to4, NAT64,
site-local, carrier-grade NAT), and differ between Python's versions. IPv4: the IANA registry of
special addresses. IPv6: only the global unicast block, without what is special inside it.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Self, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_SPECIAL_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """Tell whether an address is one that anybody on the internet may reach.

    An IPv4 address in an IPv6 one (`::ffff:10.0.0.1`) is judged as what it holds.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        is_special = any(address in block for block in _SPECIAL_V6)
        return address in _GLOBAL_V6 and not is_special and address.scope_id is None
    return not any(address in block for block in _SPECIAL_V4)


def is_own(address: Address, port: int) -> bool:
    """Tell whether an address is this machine's own, public or not.

    Asks the routing table; nothing is sent.
    """
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), port))
            return ip_address(probe.getsockname()[0].partition("%")[0]) == address
    except (OSError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Allowance:
    """Hosts and networks that may be reached although they are not public.

    Attributes:
        hosts: names as they stand in an address, in lower case.
        networks: blocks of addresses; a name that leads there is allowed.
        ports: ports that are allowed there besides the usual ones.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = field(default=frozenset())

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Return the allowance for entries "cms.example", "10.1.0.0/16" and ":9000".

        Raises:
            ValueError: an entry is neither a name nor a network nor a port.
        """
        hosts: set[str] = set()
        networks: list[Network] = []
        ports: set[int] = set()
        for entry in filter(None, (entry.strip() for entry in entries)):
            if entry.startswith(":") and entry[1:].isdecimal():
                ports.add(int(entry[1:]))
                continue
            try:
                networks.append(ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                if "/" in entry or ":" in entry:
                    raise ValueError(f"{entry!r} is no host, network or port.") from None
                hosts.add(entry.lower().rstrip("."))
        return cls(frozenset(hosts), tuple(networks), frozenset(ports))

    def allows_host(self, host: str) -> bool:
        """Tell whether a name is allowed, whatever address it has."""
        return host.lower().rstrip(".") in self.hosts

    def allows_address(self, address: Address) -> bool:
        """Tell whether an address is in an allowed network."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self.networks)
