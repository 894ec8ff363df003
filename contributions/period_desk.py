"""The desk for periods: planned, assessed at one stroke, closed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contributions import assessing
from contributions.desk import ContributionsModelAdmin, table, usd
from contributions.desk_forms import PeriodForm
from contributions.models import ContributionPeriod
from crm_portal.common.admin_transitions import AdminTransition, chip
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed

Status = ContributionPeriod.Status
TONES = {Status.PLANNED: "alert", Status.ASSESSED: "good"}


def explain_assessing(periods: Sequence[ContributionPeriod]) -> Iterable[Text]:
    """How many invoices are issued, of what in all and due when; or why it cannot be."""
    for period in periods:
        try:
            owed = {party: amount for party, amount in assessing.amounts(period).items() if amount}
        except TransitionNotAllowed as error:
            yield str(error)
            continue
        words = {
            "number": len(owed),
            "total": usd(sum(owed.values())),  # type: ignore[arg-type]
            "due_on": formats.date_format(period.due_on, "DATE_FORMAT"),
        }
        yield (
            ngettext(
                "%(number)d invoice is issued and numbered, of %(total)s in all, due by %(due_on)s.",
                "%(number)d invoices are issued and numbered, of %(total)s in all, due by %(due_on)s.",
                len(owed),
            )
            % words
        )
        yield _("What a country has paid ahead settles its invoice at once.")
        yield _(
            "Nothing is sent yet: each invoice is sent from its own page, or all of them from the list of invoices."
        )
        yield _("The period cannot be changed afterwards; a wrong invoice is taken back by a credit note.")
        yield _("This is asked of each country:")


def amounts_of(periods: Sequence[ContributionPeriod]) -> Iterable[Text]:
    """What each country would be asked for."""
    for period in periods:
        try:
            owed = assessing.amounts(period)
        except TransitionNotAllowed:
            continue
        yield from (_("%(country)s: %(amount)s") % {"country": party, "amount": usd(owed[party])} for party in owed)


def explain_closing(periods: Sequence[ContributionPeriod]) -> Iterable[Text]:
    yield _("Nothing more is assessed for it. What is still owed stays owed, and is still reminded of.")


class ContributionPeriodAdmin(ContributionsModelAdmin):
    """Written while it is planned, and only read once its members are assessed."""

    form = PeriodForm
    table = assessing.TRANSITIONS
    transitions = (
        AdminTransition(
            "assess",
            gettext_lazy("Assess the members"),
            assessing.assess,
            gettext_lazy("The invoices are issued. They wait to be sent."),
            explain_assessing,
            details=amounts_of,
        ),
        AdminTransition(
            "close",
            gettext_lazy("Close the period"),
            assessing.close,
            gettext_lazy("The period is closed."),
            explain_closing,
        ),
    )
    list_display = ["period", "starts_on", "last_on", "due_on", "status_chip", "number_of_invoices"]
    list_filter = ["status"]
    fields = ["starts_on", "last_on", "due_on", "bank_details_reference", "status_chip", "owed", "invoices"]
    readonly_fields = ["status_chip", "owed", "invoices"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(issued=Count("assessments__invoices"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is not None else self.fields[:4]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or obj.is_planned) and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Held until it is saved, so that nobody assesses days that change. Raises TransitionNotAllowed."""
        if change:
            held = ContributionPeriod.objects.select_for_update(of=("self",)).get(pk=obj.pk)
            if not held.is_planned:
                raise TransitionNotAllowed(_("The members were assessed for this period: it is not changed any more."))
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("contribution period"), ordering="starts_on")
    def period(self, period: ContributionPeriod) -> str:
        return str(period)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_chip(self, period: ContributionPeriod) -> SafeString:
        return chip(TONES.get(Status(period.status), "private"), period.get_status_display())

    @admin.display(description=gettext_lazy("what each member owes"))
    def owed(self, period: ContributionPeriod) -> SafeString | str:
        """Once assessed, what was; before, what the scales in force would make of it."""
        if period.is_planned:
            try:
                owed = assessing.amounts(period)
            except TransitionNotAllowed as error:
                return str(error)
        else:
            kept = period.assessments.select_related("party").order_by("party__name")
            owed = {assessment.party: assessment.amount_usd for assessment in kept}
        rows = [(party, usd(amount)) for party, amount in owed.items()]
        return table(rows, usd(sum(owed.values())))  # type: ignore[arg-type]

    @admin.display(description=gettext_lazy("invoices"))
    def invoices(self, period: Any) -> SafeString | str:
        if not period.issued:
            return _("None yet.")
        address = f"{reverse('admin:contributions_invoice_changelist')}?assessment__period__id__exact={period.pk}"
        words = ngettext("%(number)d invoice", "%(number)d invoices", period.issued) % {"number": period.issued}
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description=gettext_lazy("invoices"), ordering="issued")
    def number_of_invoices(self, period: Any) -> SafeString | str:
        return self.invoices(period) if period.issued else "-"
