from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files.doors import Door, doors
from crm_portal.common.verifying import verifiers


class PdfConfig(AppConfig):
    name = "crm_portal.common.pdf"
    label = "pdf"
    verbose_name = _("PDFs the portal makes")

    def ready(self) -> None:
        from crm_portal.common.pdf.models import readable_files, verified  # models: once the apps are ready

        doors.add(Door("printout", readable=readable_files))
        verifiers.append(verified)
