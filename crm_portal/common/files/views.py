"""The one way out."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm_portal.common.files.doors import doors
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.sending import send


@require_safe
def download(request: HttpRequest, file_id: UUID, name: str) -> HttpResponseBase:
    """A file, for whom its door admits now. The name in the address is for people; the file is found by its id."""
    file = get_object_or_404(PrivateFile.objects.visible_to(request.user), pk=file_id)
    if not file.is_clean:
        return render(request, "files/held.html", {"file": file}, status=403)
    if record := doors[file.door].record_read:
        with transaction.atomic():
            record(request, file)
    return send(request, file)
