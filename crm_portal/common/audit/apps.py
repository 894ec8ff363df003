from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import registry, retention


class AuditConfig(AppConfig):
    name = "crm_portal.common.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        registry.personal_data.add(
            registry.PersonalData(60, "accesses", own_accesses),
            registry.PersonalData(70, "steps_taken", own_deeds),
        )
        retention.retentions.add(
            retention.Retention(
                order=50,
                name="access log",
                kind=_("Access log: who read or took out what is protected, and when"),
                keeps=5 * timedelta(days=365),
                since=_("the reading"),
                ends=_(
                    "It is removed by the administrator of the database on the Secretariat's instruction. The portal "
                    "itself can neither change nor remove any of it."
                ),
            ),
            retention.Retention(
                order=60,
                name="record of changes",
                kind=_("Record of changes: who changed what, and what it was before"),
                keeps=None,
                since="",
                ends=_(
                    "It stays, since it is what the Conference answers to its auditors with. The names and addresses "
                    "of a former account are removed from it the night after they are removed from the account, by the "
                    "administrator's own job: the portal itself can neither change nor remove any of it."
                ),
            ),
        )


def own_accesses(user: Any) -> list[Any]:
    """What a person read of protected things."""
    from crm_portal.common.audit.models import Access  # no model may be imported before the apps are ready

    return list(Access.objects.filter(who=user).values("at", "action", "kind", "object_id", "why"))


def own_deeds(user: Any) -> list[Any]:
    """The steps of workflows that a person took."""
    from crm_portal.common.audit.models import Deed  # as above

    return list(Deed.objects.filter(by=user).values("at", "verb", "kind", "object_id", "on_behalf_of", "facts"))
