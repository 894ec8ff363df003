"""The library for programs: what is new, and the list as a table."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common import rate_limit
from crm_portal.common.csv_file import csv_download
from crm_portal.common.page_cache import public_page
from crm_portal.site.errors import too_many_requests
from declarations import library, updates
from declarations.models import Document, DocumentVersion
from members.models import Body

ATOM = "application/atom+xml; charset=utf-8"


@public_page(*updates.FACETS)
@require_safe
def document_updates(request: HttpRequest) -> HttpResponse:
    """What is new, of all documents or of a kind, a body, a language of files, as an Atom feed (RFC 4287)."""
    form = library.LibraryForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = {name: value for name, value in form.asked().items() if name in updates.FACETS}
    body = Body.objects.filter(slug=asked["body"]).first() if "body" in asked else None
    if "body" in asked and body is None:
        raise Http404
    documents = updates.latest(asked)
    query = f"?{urlencode(asked)}" if asked else ""
    context = {
        "title": updates.title(asked, body),
        "author": _("Regional Conference on Migration"),
        "feed": request.build_absolute_uri(f"{request.path}{query}"),
        "other_feed": request.build_absolute_uri(in_other_language("declarations:document-updates") + query),
        "library": request.build_absolute_uri(reverse("declarations:document-list") + query),
        "changed_at": documents[0].changed_at if documents else updates.BEGINNING,
        "entries": updates.entries(request, documents),
    }
    return render(request, "declarations/updates.atom", context, content_type=ATOM)


def in_other_language(name: str) -> str:
    """The address of the same in the other language."""
    with override("en" if get_language() == "es" else "es"):
        return reverse(name)


@login_not_required
@require_safe
def document_table(request: HttpRequest) -> HttpResponseBase:
    """The documents asked for, for everybody, as a table for spreadsheets."""
    if not rate_limit.may_ask(request):
        return too_many_requests(request)
    form = library.LibraryForm(request.GET)
    if not form.is_valid():
        raise Http404
    found = library.narrowed(Document.objects.public(), form.asked())
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"), frozen_at__isnull=False)
    order = library.ORDERS[form.cleaned_data["order"] or library.NEWEST]
    rows = found.order_by(*order).annotate(
        has_es=Exists(versions.filter(language="es")), has_en=Exists(versions.filter(language="en"))
    )
    header = [
        _("Symbol"),
        _("Kind"),
        _("Title in Spanish"),
        _("Title in English"),
        _("Year"),
        _("Date"),
        _("Body"),
        _("State"),
        _("Files"),
        _("Address"),
    ]
    response = csv_download(_("documents-of-the-conference"), header, table_rows(request, rows))
    response.headers["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    return response


def table_rows(request: HttpRequest, rows: Any) -> Any:
    """One line for each document; read in pieces, since they may be very many."""
    kinds, states = dict(Document.Kind.choices), dict(Document.Status.choices)
    fields = ("symbol", "kind", "title_es", "title_en", "year", "dated_on", "body__name", "status", "has_es", "has_en")
    for symbol, kind, es, en, year, dated_on, body, status, has_es, has_en in rows.values_list(*fields).iterator():
        languages = ", ".join(code for code, is_there in (("es", has_es), ("en", has_en)) if is_there)
        page = request.build_absolute_uri(reverse("permalink:latest", args=[symbol]))
        yield symbol, kinds[kind], es, en, year, dated_on, body, states[status], languages, page
