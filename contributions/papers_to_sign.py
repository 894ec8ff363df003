"""Signed papers that a country needs in order to pay: it asks, and the Secretariat signs or declines."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import settling
from contributions.models import Invoice, PaperRequest
from contributions.proofs import is_on_behalf
from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members.models import Party

DOOR = "paper-to-sign"
Status = PaperRequest.Status
TRANSITIONS: Transitions = {
    "sign": ((Status.ASKED,), Status.SIGNED),
    "decline": ((Status.ASKED,), Status.DECLINED),
}


@transaction.atomic
def ask(
    party: Party, words: str, *, invoice: Invoice | None = None, form: CheckedUpload | None = None, by: Any
) -> PaperRequest:
    """Ask for a signed paper, with the form to be signed where the country has one of its own.

    Whoever asks without being of that country is marked as having done so on its behalf. Raises TransitionNotAllowed
    where nothing is said of the paper, the invoice is another country's, or the same was asked and waits for its
    answer, as after a second click. Source, lines 1033-1036.
    """
    if not words.strip():
        raise TransitionNotAllowed(_("Say which paper is needed."))
    if invoice is not None and invoice.party_id != party.pk:
        raise TransitionNotAllowed(_("This invoice is another country's."))
    settling.lock_accounts([party.pk])  # of two who ask for the same at once, the second finds the first
    waiting = PaperRequest.objects.filter(party=party, invoice=invoice, status=Status.ASKED, words=words.strip())
    if waiting.filter(form__sha256=form.sha256).exists() if form else waiting.filter(form=None).exists():
        raise TransitionNotAllowed(_("You have asked for this paper already."))
    request = PaperRequest.objects.create(
        party=party,
        invoice=invoice,
        words=words.strip(),
        form=store(form, by=by, door=DOOR) if form else None,
        asked_by=by,
        is_on_behalf=is_on_behalf(party, by),
    )
    audit.record("contributions.ask_paperrequest", request, by=by, on_behalf=request.is_on_behalf)
    return request


def locked(request: PaperRequest, verb: str, *, by: Any) -> PaperRequest:
    """The request, locked and answered by somebody, in the state that a verb leads to. Raises TransitionNotAllowed."""
    request = PaperRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    request.status = next_status(TRANSITIONS, verb, request.status)
    request.answered_by, request.answered_at = by, timezone.now()
    return request


@transaction.atomic
def sign(request: PaperRequest, file: CheckedUpload, *, by: Any) -> PaperRequest:
    """Give the country the signed paper. Raises TransitionNotAllowed where the request was answered already."""
    request = locked(request, "sign", by=by)
    request.signed = store(file, by=by, door=DOOR)
    request.save()
    audit.record("contributions.sign_paperrequest", request, by=by)
    return request


@transaction.atomic
def decline(request: PaperRequest, answer: str, *, by: Any) -> PaperRequest:
    """Say why the paper is not signed. Raises TransitionNotAllowed."""
    request = locked(request, "decline", by=by)
    if not answer.strip():
        raise TransitionNotAllowed(_("Say why."))
    request.answer = answer.strip()
    request.save()
    audit.record("contributions.decline_paperrequest", request, by=by)
    return request


def readable_files(user: Any) -> Q:
    """The forms and signed papers of the requests that somebody may see."""
    seen = PaperRequest.objects.visible_to(user)
    return Q(pk__in=seen.exclude(form=None).values("form")) | Q(pk__in=seen.exclude(signed=None).values("signed"))
