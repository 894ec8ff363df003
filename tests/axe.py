"""Accessibility as axe sees it; its script is loaded once for a page, however often the page is looked at."""

from axe_playwright_python.base import AXE_SCRIPT

WIDTHS = (1280, 390, 320)
OPTIONS = {"resultTypes": ["violations"]}
LOADED = "'axe' in window"
RUN = "([context, options]) => axe.run(context || document, options).then(found => found.violations)"


def violations(page, context=None):
    """What axe finds wrong with a page as it stands, or with the part of it that `context` names."""
    if not page.evaluate(LOADED):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [context, OPTIONS])


def faults(page, *, may_be_wider=False):
    """What axe finds at each width, and where a page is wider than the screen, unless it may be."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations(page)]
        if not may_be_wider and (scrolled := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append((width, "scrolls sideways", scrolled))
    return found
