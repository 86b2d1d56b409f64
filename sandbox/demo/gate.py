"""The door of the pages: while the workspace is being prepared it says what is being done, then it lets people in."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass
class Step:
    """One thing to be done; `detail` is how far it is."""

    chinese: str
    english: str
    state: str = "waiting"
    detail: str = ""


@dataclass
class Progress:
    """What is being prepared. `failed` ends it with a sentence."""

    steps: list[Step] = field(default_factory=list)
    ready: bool = False
    failed: str = ""

    def add(self, chinese: str, english: str) -> Step:
        """One more thing to do."""
        step = Step(chinese, english)
        self.steps.append(step)
        return step

    def begin(self, step: Step) -> None:
        """This is what is being done now; all before it is done."""
        for each in self.steps:
            each.state = "done" if each.state == "now" else each.state
        step.state = "now"


class Gate:
    """Stands before the pages. `front` is the address of the first page for those who read Chinese and for others."""

    def __init__(self, pages: ASGIApp, progress: Progress, *, front: dict[bool, dict[str, str]]) -> None:
        self._pages, self.progress, self._front = pages, progress, front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or say how far things are."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if (self.progress.ready and not (path == "/" and not scope.get("query_string"))) or path.startswith("/static"):
            await self._pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1013})
        else:
            await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        chinese = request.headers.get("accept-language", "").lower().startswith("zh")
        if self.progress.ready:
            return RedirectResponse(f"/?{urlencode(self._front[chinese])}", headers={"Vary": "Accept-Language"})
        if request.url.path != "/":
            return PlainTextResponse("The workspace is still being prepared.", 503, headers={"Retry-After": "2"})
        drawn = _templates.get_template("preparing.html").render(progress=self.progress, chinese=chinese)
        return HTMLResponse(drawn, headers={"Cache-Control": "no-store"})
