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
        "intranet_menu": lambda: intranet_menu(request.user, request.path, language),
    }


def intranet_menu(user: Any, path: str, language: str) -> dict[str, Any]:
    """The sections of the intranet that a person has, and the pages of the one that this page is in, if it has more."""
    offered = [entry for entry in registry.intranet_pages if entry.is_for(user)]
    names = {entry.url_name for entry in offered}
    made = links(offered, path, language)
    head_of = [entry.under if entry.under in names else entry.url_name for entry in offered]
    here = next((head for head, link in zip(head_of, made, strict=True) if link["current"]), None)
    sections, within = [], []
    for entry, head, link in zip(offered, head_of, made, strict=True):
        if head == entry.url_name:
            sections.append(link | {"current": link["current"] or ("true" if head == here else "")})
        if head == here:
            within.append(link)
    return {"sections": sections, "within": within if len(within) > 1 else []}


def links(entries: Iterable[registry.Entry | registry.IntranetEntry], path: str, language: str) -> list[dict[str, Any]]:
    """Menu entries with their address; `current` is "page" for this page and "true" for the section it is in."""
    homes = {address("home", language), address("intranet", language)}
    made = [(entry.label, address(entry.url_name, language)) for entry in entries]
    # The nearest: the pages of the budget lie under those of the contributions.
    section = max((url for _, url in made if path.startswith(url) and url not in homes), key=len, default="")
    return [
        {"label": label, "url": url, "current": "page" if path == url else "true" if url == section else ""}
        for label, url in made
    ]


# Addresses do not change while the process runs; each page would work out some twenty of them anew.


@lru_cache(maxsize=128)
def address(url_name: str, language: str) -> str:
    """The address of a page in the language that is active; `language` names it for the memory."""
    return reverse(url_name)


@lru_cache(maxsize=1024)
def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    return translate_url(path, language)
