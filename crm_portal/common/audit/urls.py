from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.common.audit import views

app_name = "audit"
urlpatterns = [
    path(_("access-log/"), views.access_list, name="access-list"),
    path(_("access-log/export/"), views.access_export, name="access-export"),
    path(_("record-of-changes/"), views.trail_list, name="trail-list"),
    path(_("record-of-changes/export/"), views.trail_export, name="trail-export"),
]
