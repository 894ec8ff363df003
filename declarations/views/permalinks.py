"""The addresses that stay: a document by its symbol, a version's very bytes, and what an earlier site called them."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.sending import send
from declarations import reading
from declarations.models import Document, DocumentVersion

REVALIDATED = "public, no-cache"
"""May be stored, must be asked about: a withdrawal shows at once."""


@login_not_required
@require_safe
def latest(request: HttpRequest, symbol: str) -> HttpResponse:
    """To the document's page in the reader's language."""
    document = get_object_or_404(Document.objects.visible_to(request.user), symbol=symbol)
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(document.get_absolute_url())
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@login_not_required
@require_safe
def version(request: HttpRequest, symbol: str, number: int, language: str, extension: str) -> HttpResponseBase:
    """Exactly these bytes, for as long as the document is not withdrawn."""
    found = get_object_or_404(
        DocumentVersion.objects.visible_to(request.user).select_related("public_file", "document"),
        document__symbol=symbol,
        number=number,
        language=language,
        frozen_at__isnull=False,
        public_file__kind=extension,
    )
    with transaction.atomic():
        reading.record(request.user, found.document, "download")
    return sent(request, found.document, found.served_file)


def sent(request: HttpRequest, document: Document, file: PrivateFile) -> HttpResponseBase:
    """A file of a document, which whoever asks may read; what a visitor is given of a public one may be stored."""
    response = send(request, file)
    if document.is_public and not request.user.is_authenticated:
        response.headers["Cache-Control"] = REVALIDATED
    return response
