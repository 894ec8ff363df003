from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common import registry, retention
from crm_portal.common.files.doors import Door, doors
from crm_portal.common.outbox import kinds
from crm_portal.common.pdf import kinds as pdf_kinds

SHOWN_TO_ALL = ("Meeting", "Session", "AgendaItem", "ItemDocument", "Outcome", "PartyPresence", "ActivityCount")
"""The models that public pages show."""

DEEDS = {
    "meetings.plan_meeting": _("planned a meeting from an earlier one"),
    "meetings.convene_meeting": _("convened the meeting"),
    "meetings.open_meeting": _("opened the meeting"),
    "meetings.close_meeting": _("closed the meeting"),
    "meetings.archive_meeting": _("archived the meeting"),
    "meetings.cancel_meeting": _("cancelled the meeting"),
    "meetings.record_presences": _("recorded who was present"),
    "meetings.link_outcome": _("linked a document that came out of the meeting"),
    "meetings.begin_logistics": _("began the logistics file"),
    "meetings.write_logisticstask": _("wrote the logistics task"),
    "meetings.finish_logisticstask": _("said that the logistics task is done"),
    "meetings.reopen_logisticstask": _("said that the logistics task is not done"),
    "meetings.add_logisticspaper": _("put a paper into the logistics file"),
    "meetings.print_logisticsnote": _("had the logistics note made"),
    "meetings.register_delegation": _("registered the delegation"),
    "meetings.tick_delegate": _("set a tick of the delegate"),
    "meetings.untick_delegate": _("took back a tick of the delegate"),
    "meetings.write_travel": _("wrote what delegates told of their travel"),
    "meetings.import_participants": _("registered participants from a file"),
    "meetings.print_participants": _("had the list of participants made"),
    "meetings.decide_agendaitem": _("said what became of the item"),
    "meetings.add_agendaitem": _("put an item on the agenda"),
    "meetings.change_agendaitem": _("changed an item of the agenda"),
    "meetings.delete_agendaitem": _("took an item off the agenda"),
    "meetings.order_session": _("put the items of the session in order"),
    "meetings.take_up_agendaitem": _("opened the discussion of the item"),
    "meetings.finish_agendaitem": _("ended the discussion of the item"),
    "meetings.send_out_agendaversion": _("sent the preliminary agenda out"),
    "meetings.adopt_agendaversion": _("adopted the agenda"),
    "meetings.print_agendaversion": _("had the agenda printed"),
    "meetings.comment_versionitem": _("commented on an item of the agenda"),
    "meetings.propose_itemproposal": _("proposed an item"),
    "meetings.accept_itemproposal": _("took a proposed item onto the agenda"),
    "meetings.refuse_itemproposal": _("refused a proposed item"),
    "meetings.withdraw_itemproposal": _("withdrew a proposed item"),
    "meetings.request_speakingslot": _("asked for the floor"),
    "meetings.invite_speakingslot": _("invited to speak"),
    "meetings.allot_speakingslot": _("allotted the slot"),
    "meetings.arrange_speakingslot": _("changed minutes or place of the slot"),
    "meetings.refuse_speakingslot": _("declined the request to speak"),
    "meetings.recall_speakingslot": _("took the invitation to speak back"),
    "meetings.accept_speakingslot": _("accepted to speak"),
    "meetings.decline_speakingslot": _("declined to speak"),
    "meetings.withdraw_speakingslot": _("withdrew the request to speak"),
    "meetings.authorise_agendaitem": _("authorised a country to intervene on the item"),
    "meetings.revoke_itemgrant": _("revoked an authorisation to intervene on the item"),
    "meetings.pin_itemdocument": _("put the paper under the item"),
    "meetings.unpin_itemdocument": _("took the paper off the item"),
    "meetings.write_convocation": _("wrote the convocation"),
    "meetings.approve_convocation": _("approved the convocation"),
    "meetings.reopen_convocation": _("took back the approval of the convocation"),
    "meetings.send_convocation": _("sent the convocation"),
    "meetings.send_rest_convocation": _("sent the letters of the convocation that were missing"),
    "meetings.remind_convocation": _("reminded those who have not answered"),
    "meetings.print_convocation": _("had the draft of the convocation made as a PDF"),
    "meetings.invite_meetinginvitation": _("invited to the meeting"),
    "meetings.withdraw_meetinginvitation": _("withdrew the invitation to the meeting"),
    "meetings.acknowledge_meetinginvitation": _("acknowledged the convocation"),
    "meetings.answer_meetinginvitation": _("answered the convocation"),
    "meetings.print_meetinginvitation": _("had the convocation made as a PDF"),
}
ON_THE_HOME_PAGE = 4


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from meetings import (
            agenda_versions,
            agendas,
            at_handover,
            awaited,
            convocation_letters,
            demo,
            floor,
            history_loader,
            letters,
            logistics,
            participants,
            personal_data,
            reported,
            retained,
            search,
            visits,
            worklist,
        )  # models, so not before the apps are ready
        from meetings.models import Meeting

        registry.deed_labels.update(DEEDS)
        registry.navigation.add(registry.Entry(62, _("Meetings"), "meetings:meeting-list"))
        registry.home_panels.add(registry.HomePanel("meetings", 10, "meetings/_home_meetings.html", coming))
        registry.consultation_panels.add(
            registry.ConsultationPanel(10, "meetings/_taken_up_at.html", agendas.taken_up_at)
        )
        registry.document_panels.add(registry.DocumentPanel(10, "meetings/_discussed_at.html", agendas.discussed_at))
        registry.plan_counts.add(registry.PlanCount(10, agendas.public_by_axis, agendas.said_of_items))
        registry.intranet_pages.add(registry.IntranetEntry(22, _("Meetings"), "meetings:my-meeting-list"))
        kinds.register(*letters.KINDS)
        pdf_kinds.register(agenda_versions.file_kind())
        registry.worklists.add(registry.Worklist(20, worklist.tasks))
        registry.worklists.add(registry.Worklist(21, awaited.tasks))
        kinds.register(*convocation_letters.KINDS)
        pdf_kinds.register(*convocation_letters.pdf_kinds())
        retention.retentions.add(*retained.RETENTIONS)
        registry.calendars.add(
            registry.Calendar(20, events),
            registry.Calendar(21, worklist.deadlines),
            registry.Calendar(22, awaited.deadlines),
        )
        registry.worklists.add(registry.Worklist(22, floor.tasks))
        registry.personal_data.add(visits.HELD)
        retention.retentions.add(visits.RETENTION)
        kinds.register(*letters.SPEAKING_KINDS)
        registry.handover_sections.add(registry.HandoverSection(40, _("Meetings"), at_handover.tasks))
        registry.report_sections.add(reported.SECTION)
        registry.worklists.add(registry.Worklist(40, logistics.tasks))
        doors.add(Door(logistics.DOOR, readable=logistics.readable_papers))
        pdf_kinds.register(logistics.note_kind())
        registry.history_loaders.add(registry.HistoryLoader(30, history_loader.load))
        registry.demo_loaders.add(registry.DemoLoader(30, demo.load))
        registry.search_sources.add(search.SOURCE)
        registry.personal_data.add(personal_data.PART)
        retention.retentions.add(*personal_data.RETENTIONS)
        pdf_kinds.register(*participants.KINDS)
        doors.add(Door("credentials", readable=readable_letters))
        registry.public_pages.add(registry.PublicPages(30, public_pages))
        registry.public_rows.add(registry.PublicRows(30, "meetings:meeting-detail", public_meetings))
        registry.api_routers.add(registry.ApiRouter(30, "meetings.api.router"))
        registry.public_tables.update(self.get_model(name)._meta.db_table for name in SHOWN_TO_ALL)
        registry.public_tables.update(
            through._meta.db_table for through in (Meeting.bodies.through, Meeting.held_with.through)
        )


def readable_letters(user: Any) -> Q:
    """The credentials letters of the delegations that somebody may see."""
    from meetings.models import Delegation

    return Q(pk__in=Delegation.objects.visible_to(user).values("letter"))


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


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The public pages of this app that are no row's, by URL name and arguments."""
    yield "meetings:meeting-list", ()
    yield "meetings:calendar", ()


def public_meetings() -> "QuerySet[Any, Any]":
    """Every meeting that everybody may know of, by its short name, with its last change."""
    from meetings.models import Meeting

    return Meeting.objects.public().order_by("pk").values_list("slug", "changed_at")
