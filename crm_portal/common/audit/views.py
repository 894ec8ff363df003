"""The access log, for auditors. To everybody else it does not exist."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common.audit.forms import AccessFilter
from crm_portal.common.audit.models import ACCESS_LOG, Access, AccessQuerySet, may_read
from crm_portal.common.audit.recording import record_access
from crm_portal.common.csv_file import csv_file

ON_A_PAGE = 50
MOST_EXPORTED = 20_000


def asked_for(request: HttpRequest) -> tuple[AccessFilter, AccessQuerySet]:
    """The filter of a request and the accesses it leaves. Raises Http404 unless the person may read the log."""
    if not may_read(request.user, ACCESS_LOG):
        raise Http404
    form = AccessFilter(request.GET, Access.objects.visible_to(request.user))
    return form, form.narrowed().select_related("who")


@require_safe
def access_list(request: HttpRequest) -> HttpResponse:
    """Who read what, the last first."""
    form, accesses = asked_for(request)
    page = Paginator(accesses, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {"form": form, "page": page, "query": query.urlencode(), "most": MOST_EXPORTED}
    return render(request, "audit/access_list.html", context)


@require_safe
@transaction.atomic
def access_export(request: HttpRequest) -> HttpResponse:
    """The same as a file, the last entries first up to a bound. That it was taken is an access too."""
    _form, accesses = asked_for(request)
    record_access(request.user, Access, Access.Action.EXPORT)
    header = [_("When"), _("Person"), _("Action"), _("Kind"), _("Number"), _("Purpose"), _("Request")]
    rows = [
        [
            timezone.localtime(each.at).isoformat(timespec="seconds"),
            each.who,
            each.get_action_display(),
            each.kind_label,
            each.object_id,
            each.why,
            each.request_id,
        ]
        for each in accesses[:MOST_EXPORTED]
    ]
    return csv_file(_("access-log"), header, rows)
