"""What the Secretariat's pages about contributions have in common in the admin."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contributions.models import Confirmed, Invoice
from crm_portal.common import money
from crm_portal.common.admin import PortalModelAdmin
from crm_portal.common.admin_transitions import TransitionsModelAdmin
from crm_portal.common.amount_field import DecimalAmountField
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.registry import Text
from members.models import Party, PartyStatus

TONES = {Confirmed.CONFIRMED: "good", Confirmed.RECORDED: "alert", Confirmed.REVERSED: "private"}


class OfMembersAdmin(PortalModelAdmin):
    """Countries are chosen from the members, and amounts are read in one way only."""

    formfield_overrides = {models.DecimalField: {"form_class": DecimalAmountField}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.related_model is Party:
            options["queryset"] = countries()
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Without links beside it by which somebody would add or change a country on the way."""
        field: Any = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ContributionsModelAdmin(OfMembersAdmin, TransitionsModelAdmin):
    """Such a page with the buttons of a workflow, and a link to the intranet's page of the same thing."""

    status_field = "status"

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return site_address(obj) if obj is not None else None


def countries() -> QuerySet[Party]:
    """The countries that contribute, by their names."""
    return Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate()).order_by("name")


def site_address(obj: Any) -> str | None:
    """Where the intranet shows something; None where it has no page for it."""
    try:
        return str(obj.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return None


def usd(amount: Decimal) -> str:
    """An amount with its currency, in the reader's language."""
    return _("USD %(amount)s") % {"amount": money.shown(amount, places=2)}


def link(obj: Any, words: Text = "") -> SafeString:
    """A link to the page of an object on the desk."""
    address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    return format_html('<a href="{}">{}</a>', address, words or obj)


def file_link(file: PrivateFile | None) -> SafeString | str:
    """A link to a file; what it may not say to whom is its door's affair."""
    if file is None:
        return "-"
    return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.name)


def lines(rows: Iterable[Any]) -> SafeString | str:
    """Rows below each other; a dash where there is none."""
    return format_html_join("", "<div>{}</div>", ((row,) for row in rows)) or "-"


def table(rows: Iterable[tuple[Any, Text]], total: Text) -> SafeString:
    """Amounts by name, and their total."""
    body = format_html_join("", '<tr><th scope="row">{}</th><td class="amount">{}</td></tr>', rows)
    last = format_html('<tfoot><tr><th scope="row">{}</th><td class="amount">{}</td></tr></tfoot>', _("Total"), total)
    return format_html('<table class="amounts"><tbody>{}</tbody>{}</table>', body, last)


def said_of_share(invoice: Invoice, amount: Decimal) -> str:
    """How much passes to an invoice or comes back from it."""
    words = {"invoice": invoice, "period": invoice.assessment.period, "amount": money.shown(amount, places=2)}
    return _("%(invoice)s (%(period)s): USD %(amount)s") % words
