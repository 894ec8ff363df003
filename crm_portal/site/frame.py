"""What every page carries: the menu, the footer, and the same page in the other language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from crm_portal.common import registry
from crm_portal.site.language import PARAMETER


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu, the footer and the language switch. Reads neither the database nor the session."""
    alternates = [
        {"code": code, "name": name, "url": request.build_absolute_uri(translate_url(request.path, code))}
        for code, name in settings.LANGUAGES
    ]
    other = next((each for each in alternates if each["code"] != get_language()), alternates[0])
    # Pages without a language in their address are switched by a parameter.
    has_alternates = alternates[0]["url"] != alternates[1]["url"]
    asked = request.GET.copy()
    if not has_alternates:
        asked[PARAMETER] = other["code"]
    query = f"?{asked.urlencode()}" if asked else ""
    return {
        "navigation": links(registry.navigation, request.path),
        "footer_links": links(registry.footer, request.path),
        "language_alternates": alternates if has_alternates else [],
        "language_switch_code": other["code"],
        "language_switch_name": other["name"],
        "language_switch_url": (other["url"] if has_alternates else request.path) + query,
    }


def links(entries: Iterable[registry.Entry], path: str) -> list[dict[str, Any]]:
    """Menu entries with their address; `current` is "page" for this page and "true" for the section it is in."""
    home = reverse("home")
    made = []
    for entry in entries:
        url = reverse(entry.url_name)
        is_section = path.startswith(url) and url != home
        made.append(
            {"label": entry.label, "url": url, "current": "page" if path == url else "true" if is_section else ""}
        )
    return made
