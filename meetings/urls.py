from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import intranet, public

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
]
