"""The body of a request, read whole or not at all."""

from starlette.types import Receive

Headers = list[tuple[bytes, bytes]]
PATIENCE = 10  # seconds for a body to arrive


def only(headers: Headers, name: bytes) -> bytes:
    """The header's value; nothing when it is missing, or given twice so that two readers could differ."""
    found = [value for key, value in headers if key == name]
    return found[0] if len(found) == 1 else b""


async def read(receive: Receive, headers: Headers, *, largest: int) -> bytes | None:
    """The whole body; None as soon as it is known to be larger than `largest` bytes."""
    told = only(headers, b"content-length")
    if told.isdigit() and (len(told) > 12 or int(told) > largest):
        return None
    parts, size = [], 0
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > largest:
            return None
        parts.append(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)
