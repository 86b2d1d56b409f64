"""How somebody reached us: under which address of ours, and from which of theirs, a balancer in between or not."""

import ipaddress
import re

from starlette.types import Scope

from bot.bodies import only

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-fA-F:]{2,45}\](?::\d{1,5})?")


def base(scope: Scope) -> str:
    """The address the request was made to, without a path: https://genjin.example. Empty where no host is told."""
    headers = scope["headers"]
    host = only(headers, b"host").decode("latin-1")
    scheme = only(headers, b"x-forwarded-proto").decode("latin-1").split(",")[0].strip().lower()
    if not _HOST.fullmatch(host):
        return ""
    return f"{scheme if scheme in ('http', 'https') else scope.get('scheme', 'http')}://{host}"


def visitor(scope: Scope) -> str:
    """The address of whoever sent it. A balancer of ours, which stands on a private address, says whose it passes on:
    the last it names is the one it saw itself."""
    client = scope.get("client")
    peer = str(client[0]) if client else ""
    passed = only(scope["headers"], b"x-forwarded-for").decode("latin-1").split(",")[-1].strip()
    return passed if passed and _is_private(peer) and _is_address(passed) else peer


def _is_private(address: str) -> bool:
    return _is_address(address) and ipaddress.ip_address(address).is_private


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
