"""What the portal holds about a person, for that person alone."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crm_portal.common import audit, rate_limit, registry
from crm_portal.site.errors import too_many_requests

MOST_DOWNLOADS, PER = 5, timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Says what the file holds; asked by POST, gives the file. Each app adds its part through the registry."""
    if request.method != "POST":
        return render(request, "site/my_data.html", {"most": MOST_DOWNLOADS})
    if not rate_limit.is_within("my-data", request.user, most=MOST_DOWNLOADS, per=PER):
        return too_many_requests(request)
    with transaction.atomic():
        audit.record_access(request.user, request.user, "export")  # type: ignore[arg-type]  # signed in: a model
        held = {part.name: part.held(request.user) for part in registry.personal_data}
    return JsonResponse(
        {"asked_at": timezone.now(), **held},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "private, no-store"},
    )
