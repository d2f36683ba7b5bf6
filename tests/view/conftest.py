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


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens an HTML text from a file: ``opened(html, width=…, height=…, hash="#node=…", scheme="dark")``."""
    contexts: list[Any] = []

    def open_page(
        html: str,
        *,
        width: int = 1280,
        height: int = 800,
        hash: str = "",
        scheme: str = "light",
        mobile: bool = False,
    ) -> Opened:
        file = tmp_path / f"graph-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=mobile,
            reduced_motion="reduce", accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        found = Opened(page)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on(
            "console",
            lambda message: (
                found.errors.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("dialog", lambda dialog: _note(found, dialog))
        page.goto(file.as_uri() + hash)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(50)
        return found

    yield open_page
    for context in contexts:
        context.close()


def _note(found: Opened, dialog: Any) -> None:
    found.dialogs.append(dialog.message)
    dialog.dismiss()
