"""The public pages of meetings: what was held and what is coming, as a list, a calendar and for calendar programs."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import ArrayAgg
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common.page_cache import public_page
from meetings import agendas, closing, icalendars, programme
from meetings.models import ActivityCount, AgendaItem, Meeting, Session
from members.models import Body

FIRST_YEAR, YEARS_AHEAD = 1996, 3
PRINTED_UNTIL = 2016
"""The year in which the activities were counted in print."""
MONTHS = 12
SHOWN = (
    "slug",
    "kind",
    "title",
    "title_es",
    "title_en",
    "place",
    "place_es",
    "place_en",
    "format",
    "status",
    "convened_at",
)
DATES = ("year", "starts_on", "last_on", "precision", "ordinal", "theme", "theme_es", "theme_en", "host__name")


@public_page("kind", "year")
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What is coming and what was held, by kind and year if wanted; beside it what the publication of 2016 counted."""
    every = list(shown(Meeting.objects.public()))
    kinds = [(kind.value, kind.label) for kind in Meeting.Kind if any(meeting.kind == kind for meeting in every)]
    years = sorted({meeting.year for meeting in every}, reverse=True)
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    if (kind and kind not in dict(kinds)) or (year and year not in {str(each) for each in years}):
        raise Http404
    found = [each for each in every if kind in {"", each.kind} and year in {"", str(each.year)}]
    today = timezone.localdate()
    coming = [each for each in reversed(found) if each.last_on and each.last_on >= today]
    counts = programme.counted(ActivityCount.objects.all(), PRINTED_UNTIL)
    context = {
        "coming": coming,
        "held": programme.by_year(each for each in found if each not in coming),
        "kinds": kinds,
        "years": years,
        "kind": kind,
        "year": year,
        "counts": counts,
        "printed_total": sum(each.printed for each in counts),
        "on_record_total": sum(each.on_record for each in counts),
        "today": today,
    }
    return render(request, "meetings/meeting_list.html", context)


def shown(meetings: Any) -> Any:
    """Just what a list of meetings shows."""
    return meetings.select_related("host").only(*SHOWN, *DATES)


@public_page()
@require_safe
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when, where, who hosts it, and what of its programme is for everybody."""
    meeting = get_object_or_404(with_bodies(Meeting.objects.public()), slug=slug)
    named = zip(meeting.body_slugs, meeting.body_names, strict=True)
    context = {
        "crumbs": [{"label": _("Meetings"), "url": reverse("meetings:meeting-list")}],
        "meeting": meeting,
        "bodies": [Body(slug=slug, name=name) for slug, name in named if slug],  # in the query of the meeting
        "held_with": meeting.held_with.public(),
        "sittings": agendas.agenda(AnonymousUser(), meeting, public_sessions(meeting)),
        "outcomes": agendas.outcomes(AnonymousUser(), meeting),
        "attended": closing.attended(meeting.presences_told),
    }
    return render(request, "meetings/meeting_detail.html", context)


def with_bodies(meetings: Any) -> Any:
    """Meetings with their host, the short names and names of the bodies that met, and who came, in one query."""
    name = f"bodies__name_{get_language()}"
    return meetings.select_related("host").annotate(
        body_slugs=ArrayAgg("bodies__slug", order_by="bodies__order"),
        body_names=ArrayAgg(name, order_by="bodies__order"),
        presences_told=closing.presences_of(),
    )


def public_sessions(meeting: Meeting) -> Any:
    """The sessions that are for everybody, or of whose items one is."""
    items = AgendaItem.objects.visible_to(AnonymousUser()).filter(session__meeting=meeting).values("session")
    return meeting.sessions.public() | meeting.sessions.filter(pk__in=items)


def bounded(year: int) -> int:
    """A year of the calendar, which ends somewhere. Raises Http404."""
    if not FIRST_YEAR <= year <= timezone.localdate().year + YEARS_AHEAD:
        raise Http404
    return year


@public_page()
@require_safe
def meeting_calendar(request: HttpRequest, year: int = 0) -> HttpResponse:
    """The meetings of a year, month by month; of this year unless another is named."""
    today = timezone.localdate()
    year = bounded(year or today.year)
    meetings = list(shown(Meeting.objects.public().filter(year=year)).order_by("starts_on", "pk"))
    months = [
        (date(year, month, 1), [each for each in meetings if each.starts_on and each.starts_on.month == month])
        for month in range(1, MONTHS + 1)
    ]
    context = {
        "crumbs": [{"label": _("Meetings"), "url": reverse("meetings:meeting-list")}],
        "year": year,
        "months": months,
        "without_month": [each for each in meetings if not each.starts_on],
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < today.year + YEARS_AHEAD else None,
    }
    return render(request, "meetings/calendar_year.html", context)


@public_page()
@require_safe
def meeting_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The days of a month, with the meetings held on them."""
    bounded(year)
    if not 1 <= month <= MONTHS:
        raise Http404
    first = date(year, month, 1)
    before = date(year - (month == 1), (month - 2) % MONTHS + 1, 1)
    after = date(year + (month == MONTHS), month % MONTHS + 1, 1)
    held = Meeting.objects.public().filter(starts_on__lt=after, last_on__gte=first)
    context = {
        "crumbs": [
            {"label": _("Meetings"), "url": reverse("meetings:meeting-list")},
            {"label": str(year), "url": reverse("meetings:calendar-year", args=[year])},
        ],
        "first": first,
        "weeks": programme.weeks(year, month, shown(held), timezone.localdate()),
        "before": before if before.year >= FIRST_YEAR else None,
        "after": after if after.year <= timezone.localdate().year + YEARS_AHEAD else None,
    }
    return render(request, "meetings/calendar_month.html", context)


@public_page("body")
@require_safe
def meetings_ics(request: HttpRequest) -> HttpResponse:
    """The meetings for a calendar program, all of them or those of one body."""
    meetings = Meeting.objects.public().select_related("host")
    name = "meetings"
    if slug := request.GET.get("body", ""):
        body = get_object_or_404(Body, slug=slug)
        meetings, name = meetings.filter(bodies=body), f"meetings-{body.slug}"
    sessions = Session.objects.public().filter(meeting__in=meetings.values("pk"))
    return icalendars.answer(request, name, meetings, sessions.select_related("meeting__host"))


@public_page()
@require_safe
def meeting_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting for a calendar program."""
    meeting = get_object_or_404(Meeting.objects.public().select_related("host"), slug=slug)
    sessions = meeting.sessions.public().select_related("meeting__host")
    return icalendars.answer(request, meeting.slug, [meeting], sessions)
