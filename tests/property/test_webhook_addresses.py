"""No address leads a webhook into a network, however it is written."""

import ipaddress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.connections.webhook_addresses import AddressNotAllowed, Target, is_public, read_address

INSIDE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "168.63.129.16/32",
    "::/128",
    "::1/128",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]
"""Networks that are nobody's in public, or that hold an address of another kind."""
NETWORKS = [ipaddress.ip_network(each) for each in INSIDE]


def usual(address):
    return read_address(address, ports=[443], plain_hosts=[])


def reason(address):
    with pytest.raises(AddressNotAllowed) as refused:
        usual(address)
    return refused.value.reason


@st.composite
def inside(draw):
    network = draw(st.sampled_from(NETWORKS))
    return network[draw(st.integers(0, network.num_addresses - 1))]


@given(inside())
def test_no_address_of_a_network_is_public(address):
    assert not is_public(str(address))
    assert not is_public(f"{address}%1")


@given(st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address))
def test_any_other_ipv4_address_is_public_unless_the_library_knows_better(address):
    within = any(address in network for network in NETWORKS if network.version == 4)
    extra = any(
        address in ipaddress.ip_network(each)
        for each in ("192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24")
    )
    assert is_public(str(address)) == (address.is_global and not within and not extra)


@given(st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address))
def test_a_public_ipv6_address_is_one_that_was_ever_given_out(address):
    if is_public(str(address)):
        assert address in ipaddress.ip_network("2000::/3")
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@given(inside())
def test_such_an_address_is_refused_when_it_is_entered(address):
    host = f"[{address}]" if address.version == 6 else str(address)
    assert reason(f"https://{host}/in") == "public"


@given(st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address), st.data())
def test_an_address_in_disguise_is_refused(address, data):
    """As one number, in other bases, with parts left out: the system's look-up would understand it."""
    number = int(address)
    parts = str(address).split(".")
    disguise = data.draw(
        st.sampled_from(
            [
                str(number),
                hex(number),
                f"0{number:o}",
                ".".join(hex(int(part)) for part in parts),
                f"{parts[0]}.{number & 0xFFFFFF}",
                f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
            ]
        )
    )
    assert reason(f"https://{disguise}/") == "host"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text):
    """Never another error, and what is let through begins with https and holds nothing that ends a line."""
    for address in (
        text,
        f"https://{text}",
        f"https://hooks.example.org/{text}",
        f"https://{text}.example.org/",
    ):
        try:
            target = usual(address)
        except AddressNotAllowed:
            continue
        assert (target.port, target.is_plain) == (443, False)
        assert target.path.startswith("/")
        assert all(" " < sign < "\x7f" for sign in target.path + target.host_header)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://hooks.example.org", Target("hooks.example.org", 443, "/", False)),
        ("https://Hooks.Example.org./a?b=c", Target("hooks.example.org", 443, "/a?b=c", False)),
        ("https://hooks.example.org:443/a", Target("hooks.example.org", 443, "/a", False)),
        (f"https://hooks.example.org/{quote('ü')}", Target("hooks.example.org", 443, "/%C3%BC", False)),
        ("https://xn--bcher-kva.example/", Target("xn--bcher-kva.example", 443, "/", False)),
        ("https://8.8.8.8/", Target("8.8.8.8", 443, "/", False)),
        ("https://[2606:4700::1111]/", Target("2606:4700::1111", 443, "/", False)),
    ],
)
def test_what_is_written_to(address, target):
    assert usual(address) == target


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "scheme"),
        ("hooks.example.org", "scheme"),
        ("http://hooks.example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://hooks.example.org/", "scheme"),
        ("https:///in", "form"),
        ("https://hooks.example.org/#part", "form"),
        ("https://hooks.example.org/a b", "form"),
        ("https://hooks.example.org\\@localhost/", "form"),
        ("https://hooks.example.org/\r\nX: y", "form"),
        ("https://bücher.example/", "form"),
        ("https://[::1", "form"),
        ("https://hooks.example.org:x/", "form"),
        ("https://user:word@hooks.example.org/", "user"),
        ("https://@hooks.example.org/", "user"),
        ("https://hooks.example.org:22/", "port"),
        ("https://hooks.example.org:0/", "port"),
        ("https://localhost/", "host"),
        ("https://intranet/", "host"),
        ("https://127.1/", "host"),
        ("https://169.254.169.254/latest/meta-data/", "public"),
        ("https://[::ffff:127.0.0.1]/", "public"),
        ("https://[fe80::1%25eth0]/", "form"),
    ],
)
def test_what_is_refused(address, why):
    assert reason(address) == why


def test_a_host_for_trying_may_be_anything_and_no_other_host_may():
    own = {"ports": [443], "plain_hosts": ["localhost", "127.0.0.1:8143"]}
    assert read_address("http://localhost:8143/in", **own) == Target("localhost", 8143, "/in", True)
    assert read_address("http://localhost/", **own) == Target("localhost", 80, "/", True)
    assert read_address("http://127.0.0.1:8143/", **own) == Target("127.0.0.1", 8143, "/", True)
    for other in ("http://127.0.0.1:22/", "http://localhost.example.org/", "https://localhos/"):
        with pytest.raises(AddressNotAllowed):
            read_address(other, **own)


def test_the_header_host_names_the_port_unless_it_is_the_usual_one():
    assert [
        Target("a.example", 443, "/", False).host_header,
        Target("a.example", 8443, "/", False).host_header,
        Target("localhost", 80, "/", True).host_header,
        Target("localhost", 443, "/", True).host_header,
        Target("2606:4700::1111", 443, "/", False).host_header,
    ] == ["a.example", "a.example:8443", "localhost", "localhost:443", "[2606:4700::1111]"]
