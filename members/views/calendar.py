"""The private calendar: as a page, and as a feed under a secret address."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common import registry
from members.models import CalendarFeed, User, renew_feed
from members.models.invitations import digest
from members.requests import SignedInRequest


def events(user: User) -> list[registry.Event]:
    """A person's events from every app, in order."""
    found = [event for source in registry.calendars for event in source.events(user)]
    return sorted(found, key=lambda event: (event.starts_on, event.uid))


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """What is coming, and how to have it in one's own calendar program."""
    return page(request, None)


def page(request: SignedInRequest, address: str | None) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "events": [event for event in events(request.user) if event.ends_on > today],
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": address,
    }
    return render(request, "members/calendar.html", context)


@require_POST
def calendar_renew(request: SignedInRequest) -> HttpResponse:
    """A new secret address, shown this once; the old one stops working."""
    token = renew_feed(request.user)
    return page(request, request.build_absolute_uri(reverse("calendar:feed", args=[token])))


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of the person to whom the secret address belongs; 404 for any other."""
    feed = CalendarFeed.objects.filter(token_digest=digest(token), user__is_active=True).select_related("user").first()
    if feed is None or not feed.user.standing.roles:
        raise Http404
    with translation.override(feed.user.language):
        body = as_icalendar(feed.user, request)
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )


def as_icalendar(user: User, request: HttpRequest) -> bytes:
    """RFC 5545: whole days, which need no time zone."""
    import icalendar  # weighs more than all else on these pages, and calendar programs alone ask for it

    made = icalendar.Calendar()
    made.add("prodid", "-//CRM//Portal//")
    made.add("version", "2.0")
    made.add("name", _("Regional Conference on Migration"))
    made.add("x-wr-calname", _("Regional Conference on Migration"))
    for event in events(user):
        entry = icalendar.Event()
        entry.add("uid", f"{event.uid}@{request.get_host()}")
        entry.add("dtstamp", datetime.now(UTC))
        entry.add("summary", str(event.title))
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.ends_on)
        if event.url:
            entry.add("url", request.build_absolute_uri(event.url))
        made.add_component(entry)
    return bytes(made.to_ical())
