"""The address of a private calendar feed."""

from django.urls import path

from members.views import calendar

app_name = "calendar"
urlpatterns = [path("<str:token>.ics", calendar.calendar_feed, name="feed")]
