"""The addresses of this app in the intranet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from members.views import calendar, circulars, directory, handovers, looking, people, substitutions

urlpatterns = [
    path(_("directory/"), directory.directory, name="directory"),
    path(_("directory/contacts.csv"), directory.directory_csv, name="directory-csv"),
    path(_("directory/<int:pk>.vcf"), directory.directory_vcard, name="directory-vcard"),
    path(_("profile/"), directory.profile, name="profile"),
    path(_("people/"), people.people, name="people"),
    path(_("people/invite/"), people.invitation_create, name="invitation-create"),
    path(_("people/invitations/<int:pk>/withdraw/"), people.invitation_withdraw, name="invitation-withdraw"),
    path(_("people/invitations/<int:pk>/decide/"), people.invitation_decide, name="invitation-decide"),
    path(_("people/<int:pk>/confirm/"), people.mandate_confirm, name="mandate-confirm"),
    path(_("people/<int:pk>/end/"), people.mandate_end, name="mandate-end"),
    path(_("substitutions/"), substitutions.substitutions, name="substitutions"),
    path(_("substitutions/<int:pk>/accept/"), substitutions.substitution_accept, name="substitution-accept"),
    path(_("substitutions/<int:pk>/end/"), substitutions.substitution_end, name="substitution-end"),
    path(_("circulars/"), circulars.circular_list, name="circular-list"),
    path(_("circulars/new/"), circulars.circular_edit, name="circular-create"),
    path(_("circulars/<int:pk>/"), circulars.circular_detail, name="circular-detail"),
    path(_("circulars/<int:pk>/edit/"), circulars.circular_edit, name="circular-edit"),
    path(_("circulars/<int:pk>/send/"), circulars.circular_send, name="circular-send"),
    path(_("circulars/<int:pk>/acknowledge/"), circulars.circular_acknowledge, name="circular-acknowledge"),
    path(_("handover/"), handovers.handover_list, name="handover-list"),
    path(_("handover/<int:pk>/"), handovers.handover_detail, name="handover-detail"),
    path(_("handover/<int:pk>/print/"), handovers.handover_print, name="handover-print"),
    path(_("view-as/"), looking.view_as_begin, name="view-as"),
    path(_("view-as/end/"), looking.view_as_end, name="view-as-end"),
    path(_("calendar/"), calendar.calendar, name="calendar"),
    path(_("calendar/renew/"), calendar.calendar_renew, name="calendar-renew"),
]
