from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.common.audit import views

app_name = "audit"
urlpatterns = [
    path(_("access-log/"), views.access_list, name="access-list"),
    path(_("access-log/export/"), views.access_export, name="access-export"),
]
