"""The access log and the record of changes, for auditors. To everybody else they do not exist."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common.audit import trail
from crm_portal.common.audit.forms import AccessFilter, TrailFilter
from crm_portal.common.audit.models import ACCESS_LOG, AUDIT_TRAIL, Access, AccessQuerySet, Deed, may_read
from crm_portal.common.audit.recording import record_access
from crm_portal.common.csv_file import csv_file

ON_A_PAGE = 50
MOST_EXPORTED = 20_000
MOST_CHANGES_EXPORTED = 5_000
"""A change is told with all that it changed, and a file of them is put together in memory."""


def in_own_zone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page the time zone of whoever reads it, for the days that are asked for and the moments that are shown."""

    @wraps(view)
    def within_zone(request: Any, *arguments: Any, **more: Any) -> HttpResponse:
        with timezone.override(request.user.time_zone):
            return view(request, *arguments, **more)

    return within_zone


def asked_for(request: HttpRequest) -> tuple[AccessFilter, AccessQuerySet]:
    """The filter of a request and the accesses it leaves. Raises Http404 unless the person may read the log."""
    if not may_read(request.user, ACCESS_LOG):
        raise Http404
    form = AccessFilter(request.GET, Access.objects.visible_to(request.user))
    return form, form.narrowed().select_related("who")


@require_safe
@in_own_zone
def access_list(request: HttpRequest) -> HttpResponse:
    """Who read what, the last first."""
    form, accesses = asked_for(request)
    page = Paginator(accesses, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {"form": form, "page": page, "query": query.urlencode(), "most": MOST_EXPORTED}
    return render(request, "audit/access_list.html", context)


@require_safe
@in_own_zone
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


def trail_asked_for(request: HttpRequest) -> tuple[TrailFilter, Any, dict[int, str]]:
    """The filter of a request, the entries it leaves, and the names of those who acted.

    Raises Http404 unless the person may read the record.
    """
    if not may_read(request.user, AUDIT_TRAIL):
        raise Http404
    people = trail.actors(request.user)
    form = TrailFilter(request.GET, trail.kinds(request.user), trail.verbs(), people)
    return form, trail.found(request.user, form.asked) if form.asked else [], people


@require_safe
@in_own_zone
def trail_list(request: HttpRequest) -> HttpResponse:
    """Who did and changed what, the last first."""
    form, found, people = trail_asked_for(request)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = trail.told(page.object_list, people, request.user)
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "most": MOST_CHANGES_EXPORTED,
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "audit/trail_list.html", context)


@require_safe
@in_own_zone
@transaction.atomic
def trail_export(request: HttpRequest) -> HttpResponse:
    """The same as a file, a line for each field that changed. That it was taken is an access."""
    _form, found, people = trail_asked_for(request)
    record_access(request.user, Deed, Access.Action.EXPORT)
    header = [
        *(_("When"), _("Person"), _("On behalf of"), _("What"), _("Kind"), _("Number")),
        *(_("Field"), _("Before"), _("Now"), _("Remark"), _("Request")),
    ]
    moments = trail.told(found[:MOST_CHANGES_EXPORTED], people, request.user)
    return csv_file(_("record-of-changes"), header, trail_lines(moments))


def trail_lines(moments: list[trail.Moment]) -> Iterator[list[str]]:
    """The lines of the file; an entry that changed no field has one."""
    for moment in moments:
        entry = moment.entry
        at = timezone.localtime(entry.at).isoformat(timespec="seconds")
        for field, before, now in [(each.label, each.before, each.after) for each in entry.changes] or [("", "", "")]:
            yield [
                *(at, entry.who, entry.on_behalf_of, entry.what, moment.kind_label, moment.number),
                *(field, before, now, entry.note, moment.request),
            ]
