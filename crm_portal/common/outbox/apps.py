from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import kinds


class OutboxConfig(AppConfig):
    name = "crm_portal.common.outbox"
    label = "outbox"
    verbose_name = _("Letters and mail")

    def ready(self) -> None:
        from crm_portal.common import registry, retention
        from crm_portal.common.outbox import desk, held  # models, so not before the apps are ready

        kinds.register(kinds.NOTE, kinds.ACCOUNT, kinds.DIGEST)
        registry.desk_notices.append(desk.waiting_letters)
        registry.personal_data.add(*held.PARTS)
        retention.retentions.add(*held.RETENTIONS)
