"""The public library of documents, and the Plan of Action by which it is ordered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common import registry
from crm_portal.common.page_cache import public_page
from declarations import citations, instruments, library, linked_data, updates
from declarations.models import Axis, Document, DocumentVersion, Subtheme
from declarations.views.permalinks import sent

PAGE_SIZE = 25
Kind = Document.Kind
INSTRUMENTS = (
    Kind.DECLARATION,
    Kind.EXTRAORDINARY,
    Kind.JOINT_COMMUNIQUE,
    Kind.GUIDELINES,
    Kind.FRAMEWORK,
)
"""The documents in which the Conference declares or guides: they have a page of their own."""
PARAMETERS = (*library.COLUMNS, "presidency", "order", "page")


@public_page(*PARAMETERS, keeps_queries=False)
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Every document for everybody, by facets; works without scripts."""
    return listed(request, Document.objects.public(), "declarations/document_list.html")


@public_page(*PARAMETERS, keeps_queries=False)
@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Declarations and guidelines alone."""
    shown = Document.objects.public().filter(kind__in=INSTRUMENTS)
    return listed(request, shown, "declarations/declaration_list.html")


def listed(request: HttpRequest, documents: Any, template: str) -> HttpResponse:
    """One page of the documents asked for, with the facets that narrow them further."""
    form = library.LibraryForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.asked()
    order = library.ORDERS[form.cleaned_data["order"] or library.NEWEST]
    found = library.narrowed(documents, asked).order_by(*order).only(*shown_fields()).prefetch_related(languages())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    if request.GET.get("page", "1") != str(page.number):
        raise Http404
    query = request.GET.copy()
    query.pop("page", None)
    followed = {name: value for name, value in asked.items() if name in updates.FACETS}
    context = {
        "updates_query": urlencode(followed),
        "page": page,
        "documents": page.object_list,
        "facets": library.facets(documents, asked, form.cleaned_data["order"]),
        "asked": asked,
        "orders": library.ORDER_LABELS,
        "order": form.cleaned_data["order"] or library.NEWEST,
        "query": query.urlencode(),
    }
    return render(request, template, context)


def shown_fields() -> list[str]:
    return ["symbol", "kind", "title", "title_es", "title_en", "year", "dated_on", "status", "audience", "published_at"]


def languages() -> Prefetch:
    """The languages in which a document has a published file."""
    versions = DocumentVersion.objects.filter(frozen_at__isnull=False).only("document", "language", "number")
    return library.published(versions)


@public_page()
@require_safe
def document_detail(request: HttpRequest, symbol: str) -> HttpResponse:
    """One document: its files, versions and languages, how to cite it, and what stands around it."""
    document = get_object_or_404(Document.objects.public().select_related("body"), symbol=symbol)
    published = document.versions.filter(frozen_at__isnull=False).select_related("public_file", "translates")
    context = presented(request, document, list(published.order_by("-number")))
    return render(request, "declarations/document_detail.html", context)


def presented(request: HttpRequest, document: Document, versions: list[DocumentVersion]) -> dict[str, Any]:
    """What the page of a document shows, with the versions given."""
    newest = {version.language: version for version in reversed(versions) if not document.is_withdrawn}
    paragraphs = instruments.paragraphs(AnonymousUser(), document, get_language() or "")
    related = library.related(document)
    classifications = list(document.classifications.select_related("theme__axis", "subtheme"))
    files = sorted(newest.values(), key=lambda version: version.language, reverse=True)
    return {
        "crumbs": [{"label": _("Documents"), "url": reverse("declarations:document-list")}],
        "document": document,
        "versions": versions,
        "newest": files,
        "outdated": [version for version in files if version.is_older_than_its_source(versions)],
        "linked_data": linked_data.as_json(linked_data.described(request, document, files)) if document.symbol else "",
        "classifications": classifications,
        "paragraphs": paragraphs,
        "pdf_bytes": paragraphs[0].pdf_bytes if paragraphs else None,
        "tied": [one for one in related if one.how],
        "same_theme": [one for one in related if not one.how],
        "panels": panels(AnonymousUser(), document),
        "citation": citations.text(document),
        "permalink": request.build_absolute_uri(document.permalink) if document.symbol else "",
    }


def panels(user: Any, document: Document) -> list[dict[str, Any]]:
    """What the apps above tell of a document."""
    return [{"template": one.template, **one.context(user, document)} for one in registry.document_panels]


@login_not_required
@require_safe
def document_text(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The PDF that the portal made of the text, in the language of the address, for whom the document is."""
    document = get_object_or_404(Document.objects.visible_to(request.user), symbol=symbol)
    printout = instruments.latest(request.user, document, get_language() or "")
    if printout is None or printout.file is None:
        raise Http404
    return sent(request, document, printout.file)


@public_page()
@require_safe
def document_cite(request: HttpRequest, symbol: str, form: str) -> HttpResponse:
    """A document for reference managers."""
    document = get_object_or_404(Document.objects.public().select_related("body"), symbol=symbol)
    write, content_type = citations.FORMS[form]
    permalink = request.build_absolute_uri(document.permalink)
    name = f"{document.symbol}".replace("/", "-")
    return HttpResponse(
        write(document, permalink),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


@public_page()
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The Plan of Action as a tree, with how many documents each theme has. Source, lines 189-194 and 1126-1230."""
    public = Q(classifications__document__in=Document.objects.public())
    subthemes = Subtheme.objects.annotate(documents=Count("classifications__document", filter=public, distinct=True))
    axes = list(Axis.objects.prefetch_related(Prefetch("themes__subthemes", queryset=subthemes), "themes"))
    counted = [(count, count.by_axis()) for count in registry.plan_counts]
    shown = [
        (axis, [count.words(numbers[axis.number]) for count, numbers in counted if numbers.get(axis.number)])
        for axis in axes
    ]
    used = {option.value for option in library.counts(Document.objects.public(), {})["theme"]}
    return render(request, "declarations/plan.html", {"axes": shown, "used": used})
