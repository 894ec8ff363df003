"""Row B5: strange letters in what people write break no door, and the PDFs have every letter of the languages."""

import json
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from defusedxml import ElementTree
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from fontTools.ttLib import TTFont

from crm_portal.common.pdf import rendering
from declarations import words
from declarations.models import Document
from tests.declarations.factories import published
from tests.members.factories import seated

STRANGE = {
    "a direction turned around": "Acta \u202egnp.exe\u202c final",
    "an isolate left open": "Acta \u2067final",
    "letters without width": "Ac\u200bta fi\u200dnal\ufeff",
    "letters of four bytes": "Acta \U0001d54f \U0001f600 \U00012000 final",
    "five hundred accents": "a" + "\u0301" * 300,
    "letters from the right": "وثيقة ختامية",
    "letters that look like others": "\u0410\u0441t\u0430 fin\u0430l",
    "a line and a paragraph separator": "Acta\u2028final\u2029fin",
    "markup": "<i>Acta</i> & \"final\" 'fin'",
    "a private letter": "Acta \ue000 \ufffe final",
}
DOORS = ("declarations:document-list", "declarations:document-updates", "declarations:document-table", "search")


@pytest.mark.parametrize("letters", STRANGE)
def test_b5_a_title_of_strange_letters_breaks_no_door(history, letters):
    title = STRANGE[letters]
    made = published(seated("coordinadora", "st_coord", "iom"), title, with_file=False)
    words.renew()
    visitor = Client()
    symbol = {"symbol": made.symbol}
    with translation.override("es"):
        paths = {name: reverse(name) for name in DOORS}
        paths |= {name: reverse(f"declarations:document-{name}", kwargs=symbol) for name in ("detail", "bibtex", "ris")}

    answers = {name: visitor.get(path, {"q": title} if name == "search" else None) for name, path in paths.items()}
    table = answers["declarations:document-table"].getvalue().decode("utf-8-sig")
    told = visitor.get(f"/api/v1/documents/{made.symbol}")

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {}
    assert json.loads(told.content)["title"]["es"] == title
    assert Document.objects.get(pk=made.pk).title_es == title
    ElementTree.fromstring(answers["declarations:document-updates"].content)
    assert made.symbol in table
    assert "<i>Acta" not in answers["detail"].text


def test_b5_the_typeface_of_the_pdfs_has_every_letter_of_both_languages():
    catalogue = read_po(BytesIO((settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").read_bytes()))
    texts = [text for message in catalogue for text in (message.id, message.string) if isinstance(text, str)]
    facts = settings.BASE_DIR.glob("*/history/*.csv")
    used = set("".join(texts + [file.read_text(encoding="utf-8") for file in facts])) - set("\n\t\r")
    used |= set("áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”…ºª€\u2018\u2019\u2013\u2014")

    known = set(TTFont(settings.BASE_DIR / "static" / rendering.FONT).getBestCmap())

    assert sorted(letter for letter in used if ord(letter) not in known) == []
