"""Proofs of payment: a country hands a file in, and the Secretariat says which payment it proves."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contributions import settling
from contributions.models import Confirmed, Invoice, Payment, ProofOfPayment
from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members.models import Party

DOOR = "proof-of-payment"
State = ProofOfPayment.State
TRANSITIONS: Transitions = {"link": ((State.WAITING, State.LINKED), State.LINKED)}
"""A proof that was put under the wrong payment is put under another."""


@transaction.atomic
def hand_in(
    party: Party, file: CheckedUpload, *, invoice: Invoice | None = None, note: str = "", by: Any
) -> ProofOfPayment:
    """Keep a file by which a country shows that it has paid; no figure changes by it.

    Whoever hands it in without being of that country is marked as having done so on its behalf. Raises
    TransitionNotAllowed where the invoice is another country's, and where the same file was handed in for it already,
    as a second click does. Source, lines 1033-1036.
    """
    if invoice is not None and invoice.party_id != party.pk:
        raise TransitionNotAllowed(_("This invoice is another country's."))
    settling.lock_accounts([party.pk])  # of two who hand in the same at once, the second finds the first
    if ProofOfPayment.objects.filter(party=party, invoice=invoice, file__sha256=file.sha256).exists():
        raise TransitionNotAllowed(_("This file was handed in already."))
    proof = ProofOfPayment.objects.create(
        party=party,
        invoice=invoice,
        file=store(file, by=by, door=DOOR),
        note=note.strip(),
        handed_in_by=by,
        is_on_behalf=is_on_behalf(party, by),
    )
    audit.record("contributions.hand_in_proofofpayment", proof, by=by, on_behalf=proof.is_on_behalf)
    return proof


def is_on_behalf(party: Party, by: Any) -> bool:
    """Whether somebody does a thing for a country without being of it."""
    return party.pk not in by.standing.own_countries


@transaction.atomic
def link(proof: ProofOfPayment, payment: Payment, *, by: Any) -> None:
    """Say which payment a proof proves: it waits no longer. Raises TransitionNotAllowed.

    The payment is of the same country, and neither rejected nor taken back.
    """
    proof = ProofOfPayment.objects.select_for_update(of=("self",), no_key=True).get(pk=proof.pk)
    next_status(TRANSITIONS, "link", proof.state)
    found = Payment.objects.select_for_update(of=("self",), no_key=True).filter(pk=payment.pk).first()
    if found is None or found.party_id != proof.party_id:
        raise TransitionNotAllowed(_("A proof belongs to a payment of its own country."))
    if found.status not in {Confirmed.RECORDED, Confirmed.CONFIRMED}:
        raise TransitionNotAllowed(_("This payment was rejected or taken back."))
    proof.payment = found
    proof.save(update_fields=["payment"])
    audit.record("contributions.link_proofofpayment", proof, by=by, payment=found.pk)


def readable_files(user: Any) -> Q:
    """The files of the proofs that somebody may see."""
    return Q(pk__in=ProofOfPayment.objects.visible_to(user).values("file"))
