"""The desk for papers: proofs of payment that countries hand in, and papers that they ask to have signed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import papers_to_sign, proofs
from contributions.desk import ContributionsModelAdmin, file_link, link
from contributions.desk_forms import DeclineForm, LinkForm, SignForm
from contributions.models import PaperRequest, ProofOfPayment
from contributions.payment_desk import said_of_person
from crm_portal.common.admin_transitions import AdminTransition, chip
from crm_portal.common.registry import Text

State, Status = ProofOfPayment.State, PaperRequest.Status
TONES = {Status.ASKED: "alert", Status.SIGNED: "good"}


def explain_linking(found: Sequence[ProofOfPayment]) -> Iterable[Text]:
    yield _("No figure changes by it: the proof no longer waits, and is shown with the payment.")


def explain_signing(found: Sequence[PaperRequest]) -> Iterable[Text]:
    yield _("The country's people find the signed paper on their page of contributions.")


def explain_declining(found: Sequence[PaperRequest]) -> Iterable[Text]:
    yield _("The request is closed. The country may ask anew.")


def by_whom(person: Any, moment: Any, *, is_on_behalf: bool) -> str:
    """By whom and when; and that it was done for the country, where it was."""
    said = said_of_person(person, moment)
    return _("%(person)s, on behalf of the country") % {"person": said} if is_on_behalf else said


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProofOfPayment]) -> QuerySet[ProofOfPayment]:
        if self.value() not in State.values:
            return queryset
        return queryset.filter(payment__isnull=self.value() == State.WAITING)


class ProofOfPaymentAdmin(ContributionsModelAdmin):
    """Read, and put with the payment that it proves."""

    status_field = "state"
    table = proofs.TRANSITIONS
    transitions = (
        AdminTransition(
            "link",
            gettext_lazy("Belongs to a payment"),
            proofs.link,
            gettext_lazy("The proof is with its payment."),
            explain_linking,
            form_class=LinkForm,
        ),
    )
    list_display = ["handed_in", "party", "invoice", "payment", "state_chip"]
    list_filter = [WaitingFilter, ("party", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["party", "invoice", "payment__party", "handed_in_by"]
    readonly_fields = ("party", "of_invoice", "file_shown", "note", "handed_in", "of_payment", "state_chip")
    fields = readonly_fields

    @admin.display(description=gettext_lazy("handed in"), ordering="handed_in_at")
    def handed_in(self, proof: ProofOfPayment) -> str:
        return by_whom(proof.handed_in_by, proof.handed_in_at, is_on_behalf=proof.is_on_behalf)

    @admin.display(description=gettext_lazy("state"))
    def state_chip(self, proof: ProofOfPayment) -> SafeString:
        state = State(proof.state)
        return chip("alert" if state == State.WAITING else "good", state.label)

    @admin.display(description=gettext_lazy("file"))
    def file_shown(self, proof: ProofOfPayment) -> SafeString | str:
        return file_link(proof.file)

    @admin.display(description=gettext_lazy("invoice"))
    def of_invoice(self, proof: ProofOfPayment) -> SafeString | str:
        return link(proof.invoice) if proof.invoice else "-"

    @admin.display(description=gettext_lazy("payment"))
    def of_payment(self, proof: ProofOfPayment) -> SafeString | str:
        return link(proof.payment) if proof.payment else "-"


class PaperRequestAdmin(ContributionsModelAdmin):
    """Answered with the signed paper, or with the reason why there is none. Source, lines 1033-1036."""

    table = papers_to_sign.TRANSITIONS
    transitions = (
        AdminTransition(
            "sign",
            gettext_lazy("Give the signed paper"),
            papers_to_sign.sign,
            gettext_lazy("The country has its signed paper."),
            explain_signing,
            form_class=SignForm,
        ),
        AdminTransition(
            "decline",
            gettext_lazy("Decline"),
            papers_to_sign.decline,
            gettext_lazy("The request is declined."),
            explain_declining,
            form_class=DeclineForm,
        ),
    )
    list_display = ["asked", "party", "invoice", "status_chip", "answered"]
    list_filter = ["status", ("party", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["party", "invoice", "asked_by", "answered_by"]
    readonly_fields = (
        *("party", "of_invoice", "words", "form_shown", "asked", "status_chip", "signed_shown", "answer", "answered"),
    )
    fields = readonly_fields

    def line(self, obj: Any) -> Text:
        return f"{obj.party}: {obj.words}"

    @admin.display(description=gettext_lazy("asked for"), ordering="asked_at")
    def asked(self, request: PaperRequest) -> str:
        return by_whom(request.asked_by, request.asked_at, is_on_behalf=request.is_on_behalf)

    @admin.display(description=gettext_lazy("answered"), ordering="answered_at")
    def answered(self, request: PaperRequest) -> str:
        if request.answered_at is None:
            return "-"
        return said_of_person(request.answered_by, request.answered_at)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_chip(self, request: PaperRequest) -> SafeString:
        return chip(TONES.get(Status(request.status), "private"), request.get_status_display())

    @admin.display(description=gettext_lazy("form to be signed"))
    def form_shown(self, request: PaperRequest) -> SafeString | str:
        return file_link(request.form)

    @admin.display(description=gettext_lazy("signed paper"))
    def signed_shown(self, request: PaperRequest) -> SafeString | str:
        return file_link(request.signed)

    @admin.display(description=gettext_lazy("invoice"))
    def of_invoice(self, request: PaperRequest) -> SafeString | str:
        return link(request.invoice) if request.invoice else "-"
