from ipaddress import ip_address

import pytest

from claims.intake.addresses import Allowance, is_own, is_public


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1"],
)
def test_is_public_of_public_addresses_is_true(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.1.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ],
)
def test_is_public_of_special_addresses_is_false(address):
    assert not is_public(ip_address(address))


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_is_own_of_loopback_is_true():
    assert is_own(ip_address("127.0.0.1"), 80)


def test_allowance_parse_takes_hosts_networks_and_ports():
    allowance = Allowance.parse(["CMS.example.", "10.1.0.0/16", "[fd00::/8]", " :9000 ", ""])
    assert allowance.allows_host("cms.example")
    assert not allowance.allows_host("evil.cms.example")
    assert allowance.allows_address(ip_address("10.1.2.3"))
    assert allowance.allows_address(ip_address("::ffff:10.1.2.3"))
    assert allowance.allows_address(ip_address("fd00::1"))
    assert not allowance.allows_address(ip_address("10.2.0.1"))
    assert allowance.ports == {9000}


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "http://x", "a:b"])
def test_allowance_parse_of_nonsense_raises(entry):
    with pytest.raises(ValueError, match="no host"):
        Allowance.parse([entry])
