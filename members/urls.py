from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from members.views import contact
from members.views import public as views

app_name = "members"
urlpatterns = [
    path(_("intranet/"), include("members.intranet_urls")),
    path(_("about/"), views.about, name="about"),
    path(_("contact/"), contact.contact, name="contact"),
    path(_("contact/sent/"), contact.contact_sent, name="contact-sent"),
    path(_("how-it-works/"), views.structure, name="structure"),
    path(_("how-it-works/<slug:slug>/"), views.body_detail, name="body-detail"),
    path(_("members/"), views.member_list, name="member-list"),
    path(_("members/<slug:slug>/"), views.member_detail, name="member-detail"),
    path(_("observers/"), views.observer_list, name="observer-list"),
    path(_("civil-society/"), views.civil_society, name="civil-society"),
    path(_("partner-organisations/"), views.partnership_list, name="partnership-list"),
    path(_("presidency/"), views.presidency, name="presidency"),
]
