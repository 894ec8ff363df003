"""What every page carries: the menu, the footer, and the same page in the other language."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from crm_portal.common import registry
from crm_portal.site import notices
from crm_portal.site.language import PARAMETER


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu, the footer, the notices and the language switch. Reads no session; of the database only new notices."""
    language = get_language() or settings.LANGUAGE_CODE
    alternates = [
        {"code": code, "name": name, "url": request.build_absolute_uri(in_language(request.path, code))}
        for code, name in settings.LANGUAGES
    ]
    other = next((each for each in alternates if each["code"] != language), alternates[0])
    # Pages without a language in their address are switched by a parameter.
    has_alternates = alternates[0]["url"] != alternates[1]["url"]
    asked = getattr(request, "public_query", None)
    if asked is None:
        carried = request.GET.copy()
        if not has_alternates:
            carried[PARAMETER] = other["code"]
        asked = carried.urlencode()
    query = f"?{asked}" if asked else ""
    return {
        "navigation": links(registry.navigation, request.path, language),
        "footer_links": links(registry.footer, request.path, language),
        "language_alternates": alternates if has_alternates else [],
        "notices": lambda: notices.shown(request),
        "view_as": getattr(request, "view_as", ""),
        "language_switch_code": other["code"],
        "language_switch_name": other["name"],
        "language_switch_url": (other["url"] if has_alternates else request.path) + query,
        # Asked for on pages of the intranet alone, which know who reads them.
        "intranet_pages": lambda: links(
            (entry for entry in registry.intranet_pages if entry.is_for(request.user)), request.path, language
        ),
    }


def links(entries: Iterable[registry.Entry | registry.IntranetEntry], path: str, language: str) -> list[dict[str, Any]]:
    """Menu entries with their address; `current` is "page" for this page and "true" for the section it is in."""
    homes = {address("home", language), address("intranet", language)}
    made = []
    for entry in entries:
        url = address(entry.url_name, language)
        is_section = path.startswith(url) and url not in homes
        made.append(
            {"label": entry.label, "url": url, "current": "page" if path == url else "true" if is_section else ""}
        )
    return made


# Addresses do not change while the process runs; each page would work out some twenty of them anew.


@lru_cache(maxsize=128)
def address(url_name: str, language: str) -> str:
    """The address of a page in the language that is active; `language` names it for the memory."""
    return reverse(url_name)


@lru_cache(maxsize=1024)
def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    return translate_url(path, language)
