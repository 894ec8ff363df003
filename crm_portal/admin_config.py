"""The admin's AppConfig; apart from its AdminSite, which may only be imported once the apps are ready."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "crm_portal.common.admin.PortalAdminSite"
