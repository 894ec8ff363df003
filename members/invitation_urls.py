"""The address that an invitation's letter names, and the page it leads to."""

from django.urls import path

from members.views import invitation

app_name = "invitation"
urlpatterns = [
    path("", invitation.invitation_accept, name="accept"),
    path("<str:token>/", invitation.invitation_open, name="open"),
]
