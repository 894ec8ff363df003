"""Hardening row B4: an amount is read as its writer's language means it, or refused with a sentence; never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from crm_portal.common.amounts import AmountField, WeightField

READ = [
    ("es", "282724", "282724.00"),
    ("es", "282.724", "282724.00"),
    ("es", "1.000,00", "1000.00"),
    ("es", "1,000.00", "1000.00"),  # two different signs: nobody can mean another amount
    ("es", "1.234.567,5", "1234567.50"),
    ("es", "1,000,000", "1000000.00"),
    ("es", "1000,5", "1000.50"),
    ("es", "1000.50", "1000.50"),
    ("es", "1 000,50", "1000.50"),
    ("es", "1\u202f000", "1000.00"),
    ("en", "1,000", "1000.00"),
    ("en", "1,000.00", "1000.00"),
    ("en", "1.000,00", "1000.00"),
    ("en", "1000.5", "1000.50"),
    ("en", "1000,5", "1000.50"),
    ("en", " 0.01 ", "0.01"),
    ("en", "9999999999.99", "9999999999.99"),
]


@pytest.mark.parametrize(("language", "text", "amount"), READ)
def test_b4_an_amount_is_read_as_the_language_writes_it(language, text, amount):
    with translation.override(language):
        assert AmountField().clean(text) == Decimal(amount)


def outcome(text, language):
    """The amount that a language reads, or why it reads none."""
    with translation.override(language):
        try:
            return AmountField().clean(text)
        except ValidationError as refusal:
            return refusal.error_list[0].code


AMBIGUOUS = [("es", "1,000"), ("es", "12,345"), ("en", "1.000"), ("en", "282.724")]
REFUSED = {
    "ambiguous": AMBIGUOUS,
    "too_small": [("en", "0"), ("es", "0,00"), ("en", "0.00")],
    "too_precise": [("en", "0.001"), ("en", "0.005"), ("es", "0,001"), ("en", "1,000.005"), ("en", "1000.999")],
    "too_large": [("en", "10000000000"), ("en", "1000000000000")],
    "not_an_amount": [
        *(("en", text) for text in ("-0", "-1", "+1", "1e12", "NaN", "Infinity", "inf", "0x10", "1_000", "½", "²")),
        *(
            ("en", text)
            for text in (
                "\u0661\u0660\u0660\u0660",
                "\u0967\u0966\u0966\u0966",
                "\uff11\uff10",
                "USD 1000",
                "€1000",
                "1000 MXN",
                "$1,000",
            )
        ),
        *(
            ("en", text)
            for text in ("1,00,000", "1,0000.00", "1.000.00", "01,000.00", ".5", "5.", ",", "1 00", "1  000")
        ),
        *(("en", text) for text in ("1\x00", "1\u200b000", "9" * 60)),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "code"), [(*case, code) for code, cases in REFUSED.items() for case in cases]
)
def test_b4_what_is_no_amount_or_could_be_two_is_refused(language, text, code):
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        AmountField().clean(text)

    assert [error.code for error in refusal.value.error_list] in ([code], ["null_characters_not_allowed"])


@pytest.mark.parametrize("text", sorted({text for _language, text, _amount in READ}))
def test_b4_no_figure_is_another_amount_in_the_other_language(text):
    assert len({outcome(text, language) for language in ("es", "en")} - {"ambiguous"}) == 1


@pytest.mark.parametrize(
    ("text", "weight"), [("1.768", "1.768"), ("1,768", "1.768"), ("0", "0"), ("24,0517", "24.0517")]
)
def test_b4_a_weight_has_no_thousands(text, weight):
    for language in ("es", "en"):
        with translation.override(language):
            assert WeightField().clean(text) == Decimal(weight)


def test_b4_an_amount_that_a_form_shows_is_read_back():
    field = AmountField()
    for language in ("es", "en"):
        with translation.override(language):
            shown = [field.prepare_value(Decimal(amount)) for amount in ("141360.00", "1000.50", "0.01")]

            assert [field.clean(text) for text in shown] == [Decimal("141360"), Decimal("1000.50"), Decimal("0.01")]
