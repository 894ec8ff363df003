"""The headings of a budget."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heading(models.TextChoices):
    """The six headings under which the Secretariat spends. Source, lines 1075-1089."""

    SUPPORT_STAFF = "support-staff", _("Support staff")
    SEMINARS_MEETINGS = "seminars-meetings", _("Support for seminars and meetings")
    EQUIPMENT_NETWORK = "it-equipment-network", _("Equipment and network access")
    STUDIES_RESEARCH = "studies-research", _("Studies and research")
    DOCUMENTS_TRANSLATION = "documents-translation", _("Document production and translation")
    OTHER_OPERATING = "other-operating-contingency", _("Other operating expenses and contingencies")
