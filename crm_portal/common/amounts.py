"""Reading amounts as people write them, in either language, without ever taking one for another.

A figure that both languages read alike is read; one that only the reader's language groups into thousands is read so;
one that could be two amounts is refused. So a figure in a link means the same in both languages, or is asked for again.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

LARGEST = Decimal("9999999999.99")
SMALLEST = Decimal("0.01")
NOT_OF_AN_AMOUNT = re.compile(r"[^0-9., ]")  # digits of other scripts and signs too
NARROW_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " "})
LONGEST = 40
GROUP = 3


def read_amount(text: str, *, places: int = 2, grouped: bool = True) -> Decimal:
    """The figure that somebody wrote, zero or more. Raises ValidationError with a sentence that says what is wrong.

    `grouped` is False for figures that nobody writes with thousands, as percentages: a lone comma or point is then the
    decimal one in either language.
    """
    text = text.translate(NARROW_BLANKS).strip()
    if not text or len(text) > LONGEST or NOT_OF_AN_AMOUNT.search(text):
        raise ValidationError(written_like(), code="not_an_amount")
    if " " in text:
        if not grouped or not re.fullmatch(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?", text):
            raise ValidationError(written_like(), code="not_an_amount")
        text, grouped = text.replace(" ", ""), False
    whole, decimals = parts(text, grouped=grouped)
    if len(decimals) > places:
        raise ValidationError(_("Write %(places)s decimals at most.") % {"places": places}, code="too_precise")
    return Decimal(f"{whole}.{decimals.ljust(places, '0')}")


def parts(text: str, *, grouped: bool) -> tuple[str, str]:
    """The digits before and after the decimal sign. Raises ValidationError."""
    signs = re.sub("[0-9]", "", text)
    if not signs:
        return text, ""
    whole, _sign, decimals = text.rpartition(signs[-1])
    if len(signs) == 1 and grouped and len(decimals) == GROUP and re.fullmatch("[1-9][0-9]{0,2}", whole):
        if signs != get_format("THOUSAND_SEPARATOR"):
            raise ValidationError(ambiguous(text, whole + decimals), code="ambiguous")
        return whole + decimals, ""
    if len(signs) == 1 and whole and decimals:
        return whole, decimals
    if grouped and re.fullmatch(grouping(signs[0]), text):  # more than once, so that it cannot be the decimal one
        return re.sub("[.,]", "", text), ""
    if grouped and signs[0] != signs[-1] and decimals and re.fullmatch(grouping(signs[0]), whole):
        return re.sub("[.,]", "", whole), decimals
    raise ValidationError(written_like(), code="not_an_amount")


def grouping(sign: str) -> str:
    """Digits in thousands, at least once."""
    return rf"[1-9][0-9]{{0,2}}({re.escape(sign)}[0-9]{{3}})+"


def written_like() -> str:
    """How a figure is to be written, in the reader's language."""
    example = number_format(Decimal("1234.50"), 2, force_grouping=False)
    return _("Write it with the digits 0 to 9, without a sign, letters or a currency, like %(example)s.") % {
        "example": example
    }


def ambiguous(text: str, thousands: str) -> str:
    """That a figure may be meant as thousands or with decimals."""
    return _("“%(text)s” can be read in two ways. Write %(thousands)s, or use two decimals.") % {
        "text": text,
        "thousands": thousands,
    }


class AmountField(forms.CharField):
    """An amount of money, more than zero, in the writing of the reader's language; a Decimal, or None where empty."""

    places = 2
    is_grouped = True
    smallest, largest = SMALLEST, LARGEST

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        amount = read_amount(text, places=self.places, grouped=self.is_grouped)
        if amount < self.smallest:
            raise ValidationError(_("An amount is more than zero."), code="too_small")
        if amount > self.largest:
            most = number_format(self.largest, use_l10n=True, force_grouping=True)
            raise ValidationError(_("It is %(most)s at most.") % {"most": most}, code="too_large")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """A figure as both languages read it: without thousands."""
        return number_format(value, self.decimals_of(value), force_grouping=False) if is_figure(value) else value

    def decimals_of(self, value: Decimal) -> int:
        return 0 if value == value.to_integral_value() else self.places


class WeightField(AmountField):
    """A share or a weight: zero or more, with four decimals at most, and never with thousands grouped."""

    places = 4
    is_grouped = False
    smallest, largest = Decimal(0), Decimal(1_000_000)

    def decimals_of(self, value: Decimal) -> int:
        return max(0, -int(value.normalize().as_tuple().exponent))


def is_figure(value: Any) -> bool:
    return isinstance(value, Decimal)
