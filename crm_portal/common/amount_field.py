"""The form field of a model's amounts, which reads them as `amounts` does: never one for another."""

from decimal import Decimal
from typing import Any

from django import forms

from crm_portal.common.amounts import read_amount

OF_MONEY = 2
"""Money has two places, so three digits after a mark are thousands; those of a rate are its decimals."""


class DecimalAmountField(forms.DecimalField):
    """Django's field of decimals, but for the reading: Django drops the marks of thousands wherever they stand."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"localize": True, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs of Django say int
        if isinstance(value, Decimal):
            return value
        text = "" if value in self.empty_values else str(value).strip()
        places = self.decimal_places or 0
        return read_amount(text, places=places, grouped=places <= OF_MONEY) if text else None
