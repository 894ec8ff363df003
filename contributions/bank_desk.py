"""The accounts of the Secretariat at banks, on the desk: named, and never by their number."""

from crm_portal.common.admin import PortalModelAdmin


class BankAccountAdmin(PortalModelAdmin):
    list_display = ["name", "ending", "currency"]
