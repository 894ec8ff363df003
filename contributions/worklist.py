"""What waits for the staff in the contributions: money to confirm, proofs and papers, invoices not sent or overdue."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from contributions.models import Confirmed, Invoice, PaperRequest, Payment, ProofOfPayment, Refund
from crm_portal.common import money
from crm_portal.common.registry import Task, Waiting


def tasks(user: Any) -> Iterator[Task | Waiting]:
    """What waits for a person, with the list on the desk where it is done; nothing for whoever has no such desk."""
    if not user.has_perm("contributions.link_proofofpayment"):
        return
    if user.has_perm("contributions.confirm_payment"):
        yield from waiting_for_the_coordinator(user)
    yield Waiting(
        ngettext_lazy("Look at %(number)d proof of payment", "Look at %(number)d proofs of payment", "number"),
        ProofOfPayment.objects.visible_to(user).filter(payment=None),
        listed("proofofpayment", f"state={ProofOfPayment.State.WAITING}"),
    )
    yield from overdue(user)


def waiting_for_the_coordinator(user: Any) -> Iterator[Waiting]:
    """Money to confirm, papers to sign, invoices to send; whoever recorded money does not confirm it."""
    yield Waiting(
        ngettext_lazy("Confirm %(number)d payment", "Confirm %(number)d payments", "number"),
        Payment.objects.visible_to(user).filter(status=Confirmed.RECORDED).exclude(recorded_by=user),
        listed("payment", f"status__exact={Confirmed.RECORDED}"),
    )
    yield Waiting(
        ngettext_lazy("Confirm %(number)d refund", "Confirm %(number)d refunds", "number"),
        Refund.objects.visible_to(user).filter(status=Confirmed.RECORDED).exclude(recorded_by=user),
        listed("refund", f"status__exact={Confirmed.RECORDED}"),
    )
    yield Waiting(
        ngettext_lazy("Sign or decline %(number)d paper", "Sign or decline %(number)d papers", "number"),
        PaperRequest.objects.visible_to(user).filter(status=PaperRequest.Status.ASKED),
        listed("paperrequest", f"status__exact={PaperRequest.Status.ASKED}"),
    )
    yield Waiting(
        ngettext_lazy("Send %(number)d invoice", "Send %(number)d invoices", "number"),
        Invoice.objects.visible_to(user).holding().filter(sent_at=None),
        listed("invoice", "state=unsent"),
    )


def overdue(user: Any) -> Iterator[Task]:
    """The countries with invoices overdue: how many, of how much, since when."""
    today = timezone.localdate()
    standing = Invoice.objects.visible_to(user).holding()
    late = standing.filter(due_on__lt=today).with_outstanding(today).filter(outstanding__gt=0)
    name = f"party__name_{get_language()}"
    counted = late.order_by(name).values("party", name)
    for row in counted.annotate(number=Count("pk"), owed=Sum("outstanding"), since=Min("due_on")):
        said = ngettext(
            "%(country)s: %(number)d invoice overdue", "%(country)s: %(number)d invoices overdue", row["number"]
        )
        yield Task(
            said % {"country": row[name], "number": row["number"]},
            listed("invoice", f"state=overdue&party__id__exact={row['party']}"),
            due_on=row["since"],
            detail=_("USD %(amount)s outstanding") % {"amount": money.shown(row["owed"], places=2)},
        )


def listed(model: str, conditions: str) -> str:
    """A list on the desk, narrowed."""
    return f"{reverse(f'admin:contributions_{model}_changelist')}?{conditions}"
