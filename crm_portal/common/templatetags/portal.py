"""The portal's own tags and filters."""

from datetime import date, tzinfo
from decimal import Decimal

from babel.dates import get_timezone_location
from django import template
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm_portal.common import formatted, money
from crm_portal.common.sourced import Precision

register = template.Library()
register.filter("formatted", formatted.formatted)
register.filter("printable", formatted.printable)


@register.filter
def percent(share: Decimal, places: int = 2) -> str:
    """A share in the reader's language, at two places unless told."""
    return _("%(share)s %%") % {"share": money.shown(share, places=places)}


@register.filter("money")
def with_cents(amount: Decimal) -> str:
    """An amount in the reader's language, always with its cents: amounts below each other are compared."""
    return money.shown(amount, places=2)


@register.simple_tag
def known_date(day: date | None, precision: str) -> str:
    """As much of a date as its source gives; an empty text where it gives none."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(day.year)
    return formats.date_format(day, "YEAR_MONTH_FORMAT" if precision == Precision.MONTH else "DATE_FORMAT")


@register.filter
def zone_name(zone: str | tzinfo) -> str:
    """The place whose clock a time zone is: Ciudad de México for America/Mexico_City."""
    return str(get_timezone_location(str(zone), locale=get_language() or "es", return_city=True))
