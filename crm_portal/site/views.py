"""The pages that belong to no app: the home page and what machines ask for."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from crm_portal.common import registry, retention
from crm_portal.common.page_cache import EDITION, UNREACHABLE, public_page


@public_page()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the Conference is, who presides, what comes next, what was published; each app brings its own part."""
    areas: dict[str, list[dict[str, object]]] = {}
    for panel in registry.home_panels:
        areas.setdefault(panel.area, []).append({"template": panel.template, **panel.context(request)})
    figures = [{"label": label, "value": value} for source in registry.figures for label, value in source.count()]
    return render(request, "site/home.html", {"areas": areas, "figures": figures})


@login_not_required
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language chosen before, else the one the browser asks for, else Spanish."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])  # a language once chosen is remembered in one
    return response


@public_page()
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, and whom to tell when it is not."""
    return render(request, "site/accessibility.html")


@public_page()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps about people, for how long, and whom to ask."""
    return render(request, "site/privacy.html", {"retentions": retention.retentions})


@public_page()
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What one may do with the portal, and what one may expect of it."""
    return render(request, "site/terms.html")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it on every page, and a 404 is an error in their console."""
    return HttpResponseRedirect(static("favicon.svg"))


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nobody else, so that a database's fault restarts no web server."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests can be served: the database and Valkey answer. 503 names the one that does not."""
    parts = {"database": "ok", "valkey": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        parts["database"] = "down"
    try:
        cache.get(EDITION)
    except UNREACHABLE:
        parts["valkey"] = "down"
    is_ready = set(parts.values()) == {"ok"}
    return JsonResponse({"status": "ok" if is_ready else "down", **parts}, status=200 if is_ready else 503)
