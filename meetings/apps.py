from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common import registry

SHOWN_TO_ALL = ("Meeting", "Session", "AgendaItem", "ItemDocument", "Outcome", "ActivityCount")
"""The models that public pages show."""

DEEDS = {
    "meetings.plan_meeting": _("planned a meeting from an earlier one"),
    "meetings.convene_meeting": _("convened the meeting"),
    "meetings.open_meeting": _("opened the meeting"),
    "meetings.close_meeting": _("closed the meeting"),
    "meetings.archive_meeting": _("archived the meeting"),
    "meetings.cancel_meeting": _("cancelled the meeting"),
    "meetings.decide_agendaitem": _("said what became of the item"),
}
ON_THE_HOME_PAGE = 4


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from meetings import agendas, demo, history_loader, search  # models, so not before the apps are ready
        from meetings.models import Meeting

        registry.deed_labels.update(DEEDS)
        registry.navigation.add(registry.Entry(62, _("Meetings"), "meetings:meeting-list"))
        registry.home_panels.add(registry.HomePanel("meetings", 10, "meetings/_home_meetings.html", coming))
        registry.document_panels.add(registry.DocumentPanel(10, "meetings/_discussed_at.html", agendas.discussed_at))
        registry.plan_counts.add(registry.PlanCount(10, agendas.public_by_axis, agendas.said_of_items))
        registry.intranet_pages.add(registry.IntranetEntry(22, _("Meetings"), "meetings:my-meeting-list"))
        registry.calendars.add(registry.Calendar(20, events))
        registry.handover_sections.add(registry.HandoverSection(40, _("Meetings"), open_at_handover))
        registry.history_loaders.add(registry.HistoryLoader(30, history_loader.load))
        registry.demo_loaders.add(registry.DemoLoader(30, demo.load))
        registry.search_sources.add(search.SOURCE)
        registry.public_pages.add(registry.PublicPages(30, public_pages))
        registry.public_rows.add(registry.PublicRows(30, "meetings:meeting-detail", public_meetings))
        registry.api_routers.add(registry.ApiRouter(30, "meetings.api.router"))
        registry.public_tables.update(self.get_model(name)._meta.db_table for name in SHOWN_TO_ALL)
        registry.public_tables.update(
            through._meta.db_table for through in (Meeting.bodies.through, Meeting.held_with.through)
        )


def coming(request: HttpRequest) -> dict[str, Any]:
    """The next meetings that everybody may know of."""
    from meetings.models import Meeting

    found = Meeting.objects.public().coming(timezone.localdate()).select_related("host")
    return {"meetings": found[:ON_THE_HOME_PAGE]}


def events(user: Any) -> Iterable[registry.Event]:
    """The meetings that a person may know of, from a year ago on, as whole days."""
    from meetings.models import Meeting

    since = timezone.localdate() - timedelta(days=366)
    found = Meeting.objects.visible_to(user).exclude(status=Meeting.Status.CANCELLED).filter(last_on__gte=since)
    for meeting in found:
        if meeting.starts_on and meeting.last_on:
            ends_on = meeting.last_on + timedelta(days=1)
            page = reverse("meetings:my-meeting", args=[meeting.slug])
            yield registry.Event(f"meeting-{meeting.pk}", meeting.title, meeting.starts_on, ends_on, page)


def open_at_handover(standing: Any) -> Iterable[registry.Task]:
    """The meetings that are neither over nor cancelled."""
    from meetings.models import Meeting

    is_open = [Meeting.Status.PLANNED, Meeting.Status.CONVENED, Meeting.Status.OPEN, Meeting.Status.CLOSED]
    for meeting in Meeting.objects.seen_by(standing).filter(status__in=is_open).order_by("year", "starts_on"):
        yield registry.Task(meeting.title, due_on=meeting.starts_on, detail=meeting.get_status_display())


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The public pages of this app that are no row's, by URL name and arguments."""
    yield "meetings:meeting-list", ()
    yield "meetings:calendar", ()


def public_meetings() -> "QuerySet[Any, Any]":
    """Every meeting that everybody may know of, by its short name, with its last change."""
    from meetings.models import Meeting

    return Meeting.objects.public().order_by("pk").values_list("slug", "changed_at")
