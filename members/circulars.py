"""The workflow of a circular: drafted, sent to the focal points under a number, acknowledged country by country."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit, numbers
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members import letters
from members.models import Circular, CircularReceipt, Institution, Mandate, Party, PartyStatus, User
from members.roles import Role

Status = Circular.Status
TRANSITIONS: Transitions = {"send": ((Status.DRAFT,), Status.SENT)}


def recipients() -> list[User]:
    """The focal points of the members, who receive a circular sent now."""
    mandates = Mandate.objects.on(timezone.localdate()).filter(role=Role.FOCAL)
    return list(mandates.people().order_by("pk"))


@transaction.atomic
def send(circular: Circular, *, by: User) -> None:
    """Number the circular, open a receipt for each member, and mail it to every focal point.

    Raises TransitionNotAllowed when it was sent already, or a language lacks its text.
    """
    circular = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    circular.status = next_status(TRANSITIONS, "send", circular.status)
    texts = [getattr(circular, f"{field}_{code}") for field in ("subject", "text") for code in ("es", "en")]
    if not all(texts):
        raise TransitionNotAllowed(_("A circular is sent in both languages: complete the missing texts first."))
    now = timezone.now()
    circular.year = timezone.localdate(now).year
    circular.number = numbers.allocate(f"circular {circular.year}")
    circular.sent_by, circular.sent_at = by, now
    circular.save()
    members = Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate(now))
    CircularReceipt.objects.bulk_create(CircularReceipt(circular=circular, party=party) for party in members)
    audit.record("members.send_circular", circular, by=by, number=circular.number)
    letters.circulate(circular, recipients(), by=by)


@transaction.atomic
def acknowledge(receipt: CircularReceipt, *, by: User, passed_on_to: Iterable[Institution], another: str = "") -> None:
    """Record that a country has it, and to which of its institutions it went on; may be completed later.

    `another` names an institution that the country's list lacks.
    """
    receipt = CircularReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at, receipt.acknowledged_by = timezone.now(), by
        receipt.save(update_fields=["acknowledged_at", "acknowledged_by"])
    audit.record("members.acknowledge_circular", receipt, by=by)
    added = [institution_named(receipt.party, another.strip())] if another.strip() else []
    receipt.passed_on_to.set([*passed_on_to, *added])


def institution_named(party: Party, name: str) -> Institution:
    """The institution of that name in a country's list; added where the list lacks it."""
    both: dict[str, Any] = {"name_es": name, "name_en": name}
    known = Institution.objects.filter(Q(name_es__iexact=name) | Q(name_en__iexact=name), party=party).first()
    return known or Institution.objects.create(party=party, **both)
