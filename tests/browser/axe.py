"""Ask axe what is wrong with a page as it stands."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = "options => axe.run(document, options).then(found => found.violations)"


def violations(page: Page, **options: Any) -> list[str]:
    """Return what axe finds; its half a megabyte is given to each page once, however often it is asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, {"resultTypes": ["violations"], **options})
    return [f"{each['id']} at {each['nodes'][0]['target']}" for each in found]
