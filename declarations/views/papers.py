"""The papers of the intranet: what is not, or not yet, for everybody, for those whose audience they are."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm_portal.common.permissions import require_perm
from declarations import reading
from declarations.models import Document, DocumentVersion
from declarations.readers import readers_of
from declarations.views.library import panels, presented
from members.requests import SignedInRequest

PAGE_SIZE = 25


@require_safe
def paper_list(request: SignedInRequest) -> HttpResponse:
    """The papers that I may read and the public may not, the latest first."""
    if not request.user.standing.roles:
        raise Http404
    papers = Document.objects.visible_to(request.user).exclude(pk__in=Document.objects.public().values("pk"))
    page = Paginator(papers.select_related("body"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "declarations/paper_list.html", {"page": page, "papers": page.object_list})


@require_safe
@transaction.atomic
def document_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page as everybody will see it, with the versions that are not published yet, for those who write it."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("body"), pk=pk)
    require_perm(request.user, "declarations.add_version_document", document)
    reading.record(request.user, document, "view")
    versions = list(document.versions.select_related("file", "public_file", "translates").order_by("-number"))
    return render(request, "declarations/document_detail.html", presented(request, document, versions))


@require_safe
@transaction.atomic
def paper_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One paper: its files, its state, who can see it and why I can."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("body", "circle"), pk=pk)
    reading.record(request.user, document, "view")
    seen = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    versions = list(seen.select_related("file", "public_file", "translates").order_by("-number", "language"))
    context = {
        "document": document,
        "versions": versions,
        "outdated": [version for version in versions if version.is_older_than_its_source(versions)],
        "readers": readers_of(document, request.user),
        "panels": panels(request.user, document),
    }
    return render(request, "declarations/paper_detail.html", context)
