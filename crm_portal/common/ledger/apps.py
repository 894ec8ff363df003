from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "crm_portal.common.ledger"
    label = "ledger"
    verbose_name = _("Ledgers")
