"""A real headless browser for the viewer's tests, and pages opened in it from ``file://``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass(slots=True)
class Opened:
    """A page, with everything that it asked for and everything that went wrong in it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def value(self, script: str) -> Any:
        """What an expression of the page gives."""
        return self.page.evaluate(script)

    @property
    def selected(self) -> str | None:
        """The label of the selected node."""
        script = "(() => { const {model} = KG.app, id = model.state.selected; return id === null ? null : model.nodes[id].label })()"
        found: str | None = self.value(script)
        return found


class Tabs:
    """Tabs of one browser that one test after the other uses: a new one each time would start a process each time."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._contexts: dict[bool, Any] = {}
        self._free: dict[bool, list[Any]] = {False: [], True: []}

    def take(self, *, touch: bool) -> Any:
        """A tab in which nothing is open."""
        if touch not in self._contexts:
            self._contexts[touch] = self._browser.new_context(
                has_touch=touch, reduced_motion="reduce", accept_downloads=True
            )
        return self._free[touch].pop() if self._free[touch] else self._contexts[touch].new_page()

    def give_back(self, page: Any, *, touch: bool) -> None:
        """Leave nothing of what was done in a tab."""
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        page.context.clear_permissions()
        self._free[touch].append(page)

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="module")
def tabs(browser: Any) -> Iterator[Tabs]:
    found = Tabs(browser)
    yield found
    found.close()


@pytest.fixture
def opened(tabs: Tabs, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens an HTML text from a file: ``opened(html, width=…, height=…, hash="#node=…", scheme="dark")``."""
    used: list[tuple[Any, bool, dict[str, Any]]] = []

    def open_page(
        html: str,
        *,
        width: int = 1280,
        height: int = 800,
        hash: str = "",
        scheme: str = "light",
        mobile: bool = False,
    ) -> Opened:
        file = tmp_path / f"graph-{len(used)}.html"
        file.write_text(html, encoding="utf-8")
        page = tabs.take(touch=mobile)
        found = Opened(page)
        heard = {
            "request": lambda request: found.requests.append(request.url),
            "console": lambda message: (
                found.errors.append(message.text) if message.type in ("error", "warning") else None
            ),
            "pageerror": lambda error: found.errors.append(str(error)),
            "dialog": lambda dialog: _note(found, dialog),
        }
        for event, handler in heard.items():
            page.on(event, handler)
        used.append((page, mobile, heard))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")
        page.goto(file.as_uri() + hash)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(50)
        return found

    yield open_page
    for page, mobile, heard in used:
        for event, handler in heard.items():
            page.remove_listener(event, handler)
        tabs.give_back(page, touch=mobile)


def _note(found: Opened, dialog: Any) -> None:
    found.dialogs.append(dialog.message)
    dialog.dismiss()
