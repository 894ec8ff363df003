"""The Secretariat's desk for budgets, expenditures and transfers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import booking, budgeting, expenditures
from contributions.budget_execution import left_of
from contributions.budget_forms import (
    BudgetLineForm,
    CloseForm,
    DecisionForm,
    ExpenditureForm,
    ReasonForm,
    ReverseForm,
    TransferForm,
)
from contributions.models import Budget, BudgetLine, BudgetTransfer, Expenditure, Heading
from crm_portal.common import money
from crm_portal.common.admin import TranslatedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.registry import Text

Status = Budget.Status


def explain_submitting(budgets: Sequence[Budget]) -> Iterable[Text]:
    """What submitting does, and what is missing."""
    yield _("The RCGM and the Presidency read it and comment on it; it is not written any more until it is sent back.")
    yield from filter(None, map(budgeting.what_is_missing, budgets))


def explain_approving(budgets: Sequence[Budget]) -> Iterable[Text]:
    """What approving does, and which countries have said that they agree."""
    yield _("You record what the Vice-Ministers have decided. Afterwards the lines stay as they are.")
    for budget in budgets:
        agreed = budget.agreements.filter(round=budget.round).select_related("party")
        names = ", ".join(sorted(agreement.party.name for agreement in agreed)) or _("none yet")
        yield _("Countries whose head of delegation has agreed in the portal: %(names)s.") % {"names": names}


class BudgetLineInline(admin.TabularInline):
    """The six headings and what each is given; once the budget is submitted they can only be looked at."""

    model = BudgetLine
    form = BudgetLineForm
    can_delete = False
    fields = ("heading", "amount_usd")

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return 0

    def get_min_num(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return 0 if obj else len(Heading)

    def get_max_num(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return len(Heading)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or obj.status == Status.DRAFT


class BudgetAdmin(TransitionsModelAdmin, TranslatedModelAdmin):
    table = budgeting.TRANSITIONS
    status_field = "status"
    transitions = (
        AdminTransition(
            "submit",
            gettext_lazy("Submit to the RCGM"),
            budgeting.submit,
            gettext_lazy("It is submitted."),
            explain_submitting,
        ),
        AdminTransition(
            "examine",
            gettext_lazy("Record that the RCGM has examined it"),
            budgeting.examine,
            gettext_lazy("It is examined: the heads of delegation may agree, and the Vice-Ministers decide."),
            lambda _budgets: [gettext_lazy("Comments end with it.")],
        ),
        AdminTransition(
            "approve",
            gettext_lazy("Record its approval"),
            lambda budget, by, decided_on, document, words_es, words_en: budgeting.approve(
                budget, by=by, decided_on=decided_on, document=document, words_es=words_es, words_en=words_en
            ),
            gettext_lazy("It is approved: money can be spent under it."),
            explain_approving,
            form_class=DecisionForm,
        ),
        AdminTransition(
            "send_back",
            gettext_lazy("Send it back"),
            budgeting.send_back,
            gettext_lazy("It is a draft again."),
            lambda _budgets: [gettext_lazy("It becomes a draft again; comments are kept, agreements begin anew.")],
            form_class=ReasonForm,
        ),
        AdminTransition(
            "close",
            gettext_lazy("Close"),
            budgeting.close,
            gettext_lazy("It is closed."),
            lambda _budgets: [gettext_lazy("Nothing more is spent or transferred under it.")],
            form_class=CloseForm,
        ),
    )
    list_display = ["title", "starts_on", "shown_last_day", "status", "total"]
    list_filter = ["status"]
    readonly_fields = ["status", "sent_back_reason", "decided_on", "decision_document", "shown_decision"]
    inlines = [BudgetLineInline]
    fieldsets = [
        (None, {"fields": ["title", "starts_on", "ends_on", "status"]}),
        (
            gettext_lazy("Decision"),
            {"fields": ["sent_back_reason", "decided_on", "decision_document", "shown_decision"]},
        ),
        (gettext_lazy("For the record"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("lines")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once it is submitted, the note alone is written."""
        kept = [] if obj is None or obj.status == Status.DRAFT else ["title_es", "title_en", "starts_on", "ends_on"]
        return [*self.readonly_fields, *kept]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new one has no decision yet."""
        found = super().get_fieldsets(request, obj)
        return [each for n, each in enumerate(found) if n != 1] if obj is None else found

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        values: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None:
            values["initial"] = [{"heading": heading} for heading in Heading]
        return values

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing but what was written is kept: the budget may have gone on meanwhile."""
        if change:
            held = budgeting.as_draft(obj) if set(form.changed_data) - {"note"} else budgeting.locked(obj)
            for name in form.changed_data:
                setattr(held, name, getattr(obj, name))
            super().save_model(request, held, form, change)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Each of the six headings has its line, whatever was left empty."""
        if any(formset.has_changed() for formset in formsets):
            budgeting.as_draft(form.instance)
        super().save_related(request, form, formsets, change)
        there = set(BudgetLine.objects.filter(budget=form.instance).values_list("heading", flat=True))
        BudgetLine.objects.bulk_create(
            BudgetLine(budget=form.instance, heading=heading, amount_usd=0)
            for heading in Heading
            if heading not in there
        )

    @admin.display(description=gettext_lazy("last day"), ordering="ends_on")
    def shown_last_day(self, budget: Budget) -> Any:
        return budget.last_on

    @admin.display(description=gettext_lazy("total in USD"))
    def total(self, budget: Budget) -> str:
        return money.shown(sum((line.amount_usd for line in budget.lines.all()), Decimal(0)), places=2)

    @admin.display(description=gettext_lazy("the decision in words"))
    def shown_decision(self, budget: Budget) -> str:
        return budget.decision_words or "—"

    def view_on_site(self, budget: Budget) -> str:
        return budget.get_absolute_url()


class BookedAdmin(TransitionsModelAdmin):
    """What one person records and another confirms: filled in once, and never changed."""

    table = booking.TRANSITIONS
    status_field = "status"
    list_filter: ClassVar[Any] = ["status"]
    of_record: ClassVar[Sequence[str]] = (
        *("status", "recorded_by", "recorded_at", "decided_by", "decided_at", "reason", "entry"),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new one is a form; one that is recorded shows all that is known of it."""
        own = [*self.form.Meta.fields]  # type: ignore[attr-defined]  # each has its own form
        file = ["file"] if "file" in self.form.base_fields else []
        if obj is None:
            return [*own, *file]
        return [*own, *(["shown_voucher"] if file else []), *self.of_record]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    @admin.display(description=gettext_lazy("voucher"))
    def shown_voucher(self, row: Any) -> Any:
        return format_html('<a href="{}">{}</a>', row.voucher.get_absolute_url(), row.voucher.name)


def steps(confirm: Any, reject: Any, reverse_: Any, explain: Any) -> tuple[AdminTransition, ...]:
    """The three buttons of what is booked."""
    return (
        AdminTransition(
            "confirm",
            gettext_lazy("Confirm"),
            confirm,
            gettext_lazy("It is confirmed and stands on the ledger."),
            explain,
            bulk_label=gettext_lazy("Confirm"),
        ),
        AdminTransition(
            "reject",
            gettext_lazy("Reject"),
            reject,
            gettext_lazy("It is rejected."),
            lambda _rows: [gettext_lazy("It does not count; whoever recorded it may record it anew.")],
            form_class=ReasonForm,
        ),
        AdminTransition(
            "reverse",
            gettext_lazy("Take it back"),
            reverse_,
            gettext_lazy("It is taken back."),
            lambda _rows: [gettext_lazy("The same amount is posted the other way; both entries stay on the ledger.")],
            form_class=ReverseForm,
        ),
    )


def explain_confirming(rows: Sequence[Expenditure]) -> Iterable[Text]:
    """What confirming does, and what would be left of each heading."""
    yield _("It is posted on the day it was paid, and can then only be taken back.")
    for heading, budget in dict.fromkeys((row.heading, row.budget) for row in rows):
        left = money.shown(left_of(budget, heading).left_usd, places=2)
        yield _("Left under “%(heading)s” now: USD %(left)s.") % {"heading": Heading(heading).label, "left": left}


class ExpenditureAdmin(BookedAdmin):
    form = ExpenditureForm
    transitions = steps(expenditures.confirm, expenditures.reject, expenditures.reverse, explain_confirming)
    list_display = ["reference", "paid_on", "heading", "amount_usd", "payee", "status"]
    list_filter = ["status", "heading", "budget"]
    date_hierarchy = "paid_on"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        expenditures.record(obj, form.cleaned_data["file"], by=request.user)
        left = left_of(obj.budget, obj.heading).left_usd
        if obj.amount_usd > left:
            said = _("This is more than what is left under its heading, USD %(left)s: it cannot be confirmed as yet.")
            messages.warning(request, said % {"left": money.shown(left, places=2)})


class BudgetTransferAdmin(TransitionsModelAdmin):
    form = TransferForm
    table = expenditures.TRANSFERS
    status_field = "status"
    transitions = (
        AdminTransition(
            "approve",
            gettext_lazy("Approve"),
            expenditures.approve_transfer,
            gettext_lazy("The transfer is approved."),
            lambda _rows: [gettext_lazy("It counts from today on; the approved lines themselves stay as they are.")],
        ),
        AdminTransition(
            "refuse", gettext_lazy("Refuse"), expenditures.refuse_transfer, gettext_lazy("The transfer is refused.")
        ),
    )
    list_display = ["from_heading", "to_heading", "amount_usd", "status", "requested_at", "budget"]
    list_filter = ["status", "budget"]
    of_record = ("status", "requested_by", "requested_at", "decided_by", "decided_on")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = list(TransferForm.Meta.fields)
        return own if obj is None else [*own, *self.of_record]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        expenditures.request_transfer(obj, by=request.user)

    def view_on_site(self, transfer: BudgetTransfer) -> str:
        return reverse("contributions:budget-detail", args=[transfer.budget_id])
