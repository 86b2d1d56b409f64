"""Under which address of ours somebody came, and from which of theirs: told by whom we believe alone."""

import pytest

from bot import reached


def scope(client="203.0.113.7", scheme="http", **headers):
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "scheme": scheme, "client": (client, 1) if client else None, "headers": told}


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"host": "genjin.example"}, "http://genjin.example"),
        ({"host": "genjin.example:3000"}, "http://genjin.example:3000"),
        ({"host": "[::1]:3000"}, "http://[::1]:3000"),
        ({"host": "genjin.example", "x_forwarded_proto": "https"}, "https://genjin.example"),
        ({"host": "genjin.example", "x_forwarded_proto": "HTTPS, http"}, "https://genjin.example"),
        ({"host": "genjin.example", "x_forwarded_proto": "javascript"}, "http://genjin.example"),
        ({"host": "evil.example/<script>"}, ""),
        ({}, ""),
    ],
)
def test_the_address_we_were_reached_by(headers, base):
    assert reached.base(scope(**headers)) == base


@pytest.mark.parametrize(
    ("client", "passed", "visitor"),
    [
        ("8.8.4.4", None, "8.8.4.4"),
        ("8.8.4.4", "198.51.100.1", "8.8.4.4"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        (None, "198.51.100.1", ""),
    ],
)
def test_a_balancer_of_ours_is_believed_about_the_last_it_saw_and_nobody_else(client, passed, visitor):
    headers = {"x_forwarded_for": passed} if passed else {}

    assert reached.visitor(scope(client, **headers)) == visitor
