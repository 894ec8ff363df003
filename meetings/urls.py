from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import agenda, closing, convocations, delegations, intranet, logistics, papers, public, speaking

app_name = "meetings"
urlpatterns = [
    path(_("meetings/"), public.meeting_list, name="meeting-list"),
    path(_("meetings/calendar/"), public.meeting_calendar, name="calendar"),
    path(_("meetings/calendar/<int:year>/"), public.meeting_calendar, name="calendar-year"),
    path(_("meetings/calendar/<int:year>/<int:month>/"), public.meeting_month, name="calendar-month"),
    path(_("meetings/meetings.ics"), public.meetings_ics, name="meetings-ics"),
    path(_("meetings/<slug:slug>/"), public.meeting_detail, name="meeting-detail"),
    path(_("meetings/<slug:slug>/meeting.ics"), public.meeting_ics, name="meeting-ics"),
    path(_("intranet/meetings/"), intranet.my_meeting_list, name="my-meeting-list"),
    path(_("intranet/meetings/<slug:slug>/"), intranet.my_meeting, name="my-meeting"),
    path(_("intranet/meetings/items/<int:pk>/decide/"), intranet.item_decide, name="item-decide"),
    path(_("intranet/meetings/<slug:slug>/do/<slug:verb>/"), intranet.meeting_do, name="meeting-do"),
    path(_("intranet/meetings/<slug:slug>/now/"), intranet.meeting_now, name="meeting-now"),
    path(_("intranet/meetings/<slug:slug>/agenda/"), agenda.agenda, name="agenda"),
    path(_("intranet/meetings/<slug:slug>/agenda/new-item/"), agenda.item_edit, name="item-new"),
    path(_("intranet/meetings/<slug:slug>/agenda/propose/"), agenda.proposal_new, name="proposal-new"),
    path(_("intranet/meetings/<slug:slug>/agenda/send-out/"), agenda.agenda_send_out, name="agenda-send-out"),
    path(_("intranet/meetings/<slug:slug>/agenda/adopt/"), agenda.agenda_adopt, name="agenda-adopt"),
    path(_("intranet/meetings/<slug:slug>/agenda/order/<int:session>/"), agenda.agenda_order, name="agenda-order"),
    path(_("intranet/meetings/<slug:slug>/agenda/v<int:number>/"), agenda.agenda_version, name="agenda-version"),
    path(_("intranet/meetings/<slug:slug>/agenda/v<int:number>/pdf/"), agenda.agenda_print, name="agenda-print"),
    path(_("intranet/meetings/items/<int:pk>/edit/"), agenda.item_edit, name="item-edit"),
    path(_("intranet/meetings/items/<int:pk>/remove/"), agenda.item_remove, name="item-remove"),
    path(_("intranet/meetings/items/<int:pk>/move/"), agenda.item_move, name="item-move"),
    path(_("intranet/meetings/items/<int:pk>/discuss/"), agenda.item_discuss, name="item-discuss"),
    path(_("intranet/meetings/agendas/<int:pk>/comment/"), agenda.item_comment, name="item-comment"),
    path(_("intranet/meetings/proposals/<int:pk>/accept/"), agenda.proposal_accept, name="proposal-accept"),
    path(_("intranet/meetings/proposals/<int:pk>/refuse/"), agenda.proposal_refuse, name="proposal-refuse"),
    path(_("intranet/meetings/proposals/<int:pk>/withdraw/"), agenda.proposal_withdraw, name="proposal-withdraw"),
    path(_("intranet/meetings/<slug:slug>/speaking/"), speaking.speaking_list, name="speaking-list"),
    path(_("intranet/meetings/<slug:slug>/speaking/request/"), speaking.speaking_request, name="speaking-request"),
    path(_("intranet/meetings/<slug:slug>/speaking/invite/"), speaking.speaking_invite, name="speaking-invite"),
    path(
        _("intranet/meetings/<slug:slug>/speaking/<int:pk>/allot/"),
        speaking.speaking_allot,
        {"verb": "allot"},
        name="speaking-allot",
    ),
    path(
        _("intranet/meetings/<slug:slug>/speaking/<int:pk>/arrange/"),
        speaking.speaking_allot,
        {"verb": "arrange"},
        name="speaking-arrange",
    ),
    path(
        _("intranet/meetings/<slug:slug>/speaking/<int:pk>/refuse/"), speaking.speaking_refuse, name="speaking-refuse"
    ),
    path(
        _("intranet/meetings/<slug:slug>/speaking/<int:pk>/do/<slug:verb>/"), speaking.speaking_do, name="speaking-do"
    ),
    path(_("intranet/meetings/<slug:slug>/authorise/"), speaking.item_authorise, name="item-authorise"),
    path(_("intranet/meetings/<slug:slug>/authorisations/<int:pk>/revoke/"), speaking.item_revoke, name="item-revoke"),
    path(
        _("intranet/meetings/<slug:slug>/sessions/<int:pk>/papers-<slug:language>.zip"),
        papers.session_papers,
        name="session-papers",
    ),
    path(_("intranet/meetings/<slug:slug>/logistics/"), logistics.logistics, name="logistics"),
    path(_("intranet/meetings/<slug:slug>/logistics/begin/"), logistics.logistics_begin, name="logistics-begin"),
    path(
        _("intranet/meetings/<slug:slug>/logistics/new/"),
        logistics.logistics_task_create,
        name="logistics-task-create",
    ),
    path(_("intranet/meetings/tasks/<int:pk>/"), logistics.logistics_task_edit, name="logistics-task-edit"),
    path(
        _("intranet/meetings/tasks/<int:pk>/done/"),
        logistics.logistics_task_mark,
        {"done": True},
        name="logistics-task-done",
    ),
    path(
        _("intranet/meetings/tasks/<int:pk>/undo/"),
        logistics.logistics_task_mark,
        {"done": False},
        name="logistics-task-undo",
    ),
    path(_("intranet/meetings/tasks/<int:pk>/papers/new/"), logistics.logistics_paper_add, name="logistics-paper-add"),
    path(_("intranet/meetings/<slug:slug>/logistics-note/"), logistics.logistics_note, name="logistics-note"),
    path(
        _("intranet/meetings/<slug:slug>/logistics-note/print/"),
        logistics.logistics_note_print,
        name="logistics-note-print",
    ),
    path(_("intranet/meetings/<slug:slug>/closing/"), closing.closing, name="closing"),
    path(_("intranet/meetings/<slug:slug>/closing/presences/"), closing.presences_record, name="presences-record"),
    path(_("intranet/meetings/<slug:slug>/closing/outcomes/"), closing.outcome_link, name="outcome-link"),
    path(_("intranet/meetings/<slug:slug>/convocation/"), convocations.convocation, name="convocation"),
    path(_("intranet/meetings/<slug:slug>/convocation/write/"), convocations.convocation_edit, name="convocation-edit"),
    path(
        _("intranet/meetings/<slug:slug>/convocation/do/<slug:verb>/"),
        convocations.convocation_do,
        name="convocation-do",
    ),
    path(_("intranet/meetings/<slug:slug>/convocation/party/"), convocations.party_invite, name="party-invite"),
    path(_("intranet/meetings/<slug:slug>/convocation/guest/"), convocations.guest_invite, name="guest-invite"),
    path(_("intranet/meetings/invitations/<int:pk>/"), convocations.invitation_detail, name="invitation-detail"),
    path(
        _("intranet/meetings/invitations/<int:pk>/acknowledge/"),
        convocations.invitation_acknowledge,
        name="invitation-acknowledge",
    ),
    path(_("intranet/meetings/invitations/<int:pk>/answer/"), convocations.invitation_answer, name="invitation-answer"),
    path(
        _("intranet/meetings/invitations/<int:pk>/withdraw/"),
        convocations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(_("intranet/meetings/invitations/<int:pk>/print/"), convocations.invitation_print, name="invitation-print"),
    path(_("intranet/meetings/<slug:slug>/my-delegation/"), delegations.my_delegation, name="my-delegation"),
    path(_("intranet/meetings/<slug:slug>/delegations/"), delegations.delegation_list, name="delegation-list"),
    path(_("intranet/meetings/delegates/<int:pk>/<slug:tick>/"), delegations.delegate_tick, name="delegate-tick"),
    path(_("intranet/meetings/delegations/<int:pk>/travel/"), delegations.delegation_travel, name="delegation-travel"),
    path(_("intranet/meetings/<slug:slug>/participants/"), delegations.participant_list, name="participant-list"),
    path(
        _("intranet/meetings/<slug:slug>/participants/print/"), delegations.participant_print, name="participant-print"
    ),
    path(
        _("intranet/meetings/<slug:slug>/participants/participants.csv"),
        delegations.participant_csv,
        name="participant-csv",
    ),
    path(
        _("intranet/meetings/<slug:slug>/participants/import/"),
        delegations.participant_import,
        name="participant-import",
    ),
]
