"""The PDF of an instrument: made by itself once the document is out, tagged, and for whoever may see the document."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from declarations import instruments, publishing
from declarations.models import Document, Paragraph
from tests.declarations.factories import document, published, version, withdraw
from tests.members.factories import preside
from tests.pdf.reading import read, words_of

TEXT = [
    ("", "Considerando", "Considering"),
    ("1", "Que la niñez migrante requiere protección.", "That migrant children need protection."),
    ("2", "Que <b>nadie</b> & ninguna familia quede atrás.", "That <b>nobody</b> & no family be left behind."),
]


def instrument(by, *, texts=TEXT, with_file=False, at=None, **values):
    """A published declaration with its paragraphs."""
    parts = {"kind": "declaration", "body": "vm", "authentic_language": "es", "audience": "public", **values}
    made = document("Declaración de prueba", **parts)
    for order, (number, spanish, english) in enumerate(texts):
        Paragraph.objects.create(document=made, order=order, number=number, text_es=spanish, text_en=english)
    if with_file:
        version(made, by)
    publishing.advance(made, "final", by=by)
    Document.objects.filter(pk=made.pk).update(embargo_until=at)
    publishing.publish(made, by=by)
    made.refresh_from_db()
    return made


def make_all():
    instruments.ask_where_due()
    while pdf.make_next():
        pass


def address(made, language="es"):
    with translation.override(language):
        return reverse("declarations:document-text", args=[made.symbol])


def elements(reader):
    """The structure of a PDF: each element's kind and its words instead of a picture."""

    def within(element):
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            inner = child.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                yield str(inner["/S"]), inner.get("/Alt")
                yield from within(inner)

    return list(within(reader.root_object["/StructTreeRoot"]))


def test_a_published_instrument_gets_a_pdf_in_each_language_and_once(coordinator):
    made = instrument(coordinator)

    asked = [instruments.ask_where_due(), instruments.ask_where_due()]
    make_all()

    ready = Printout.objects.of(instruments.KIND, made)
    assert asked == [2, 0]
    assert sorted((one.language, one.state, one.asked_by, one.file.name) for one in ready) == [
        ("en", "ready", None, "CRM-VM-2026-DEC-01-en.pdf"),
        ("es", "ready", None, "CRM-VM-2026-DEC-01-es.pdf"),
    ]


def test_the_pdf_is_tagged_titled_and_tells_where_it_comes_from(coordinator):
    preside("cr", timezone.localdate().year)
    made = instrument(coordinator, with_file=True)
    make_all()

    reader = read(Printout.objects.of(instruments.KIND, made).get(language="es"))

    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    permalink = f"{settings.PORTAL_ORIGIN}/d/{made.symbol}/"
    assert (reader.root_object["/Lang"], reader.metadata.title) == ("es", "Declaración de prueba")
    assert reader.root_object["/MarkInfo"]["/Marked"].value
    assert "pdfuaid" in reader.root_object["/Metadata"].get_data().decode()
    found = elements(reader)
    assert [words for kind, words in found if kind == "/Figure"] == [f"Código QR de la dirección {permalink}"]
    assert {"/H1", "/H2", "/P", "/Link"} <= {kind for kind, _words in found}
    for expected in (
        "Costa Rica",
        made.symbol,
        "Que la niñez migrante requiere protección.",
        "Que <b>nadie</b> & ninguna familia quede atrás.",
        permalink,
        "el archivo publicado como versión 1, español",
        made.versions.get().sha256,
    ):
        assert expected in words or expected in words.replace(" ", ""), expected


def test_b7_markup_in_any_text_of_it_is_printed_as_it_was_typed(coordinator):
    markup = '<img src="file:///etc/hostname"><link rel="attachment" href="file:///etc/hostname">'
    made = instrument(coordinator, texts=[("1", markup, markup)], place=markup[:100])
    Document.objects.filter(pk=made.pk).update(title_es=markup, title_en=markup)
    make_all()

    reader = read(Printout.objects.of(instruments.KIND, made).get(language="es"))

    words = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert words.count("".join(markup.split())) >= 2
    assert (reader.attachments, "/EmbeddedFiles" in reader.root_object.get("/Names", {})) == ({}, False)


def test_the_translation_says_that_it_is_one_and_gives_the_hash_of_the_authentic_file(coordinator):
    made = instrument(coordinator, with_file=True)
    make_all()

    words = words_of(Printout.objects.of(instruments.KIND, made).get(language="en"))

    assert "this text is a translation" in words
    assert "the file published as version 1, Spanish" in words
    assert made.versions.get().sha256 in words.replace(" ", "")


def test_without_a_file_the_hash_is_of_the_text_as_the_api_gives_it(coordinator):
    made = instrument(coordinator)
    make_all()

    words = words_of(Printout.objects.of(instruments.KIND, made).get(language="en"))
    told = Client().get(f"/api/v1/documents/{made.symbol}").json()

    assert told["text_sha256"]["en"] in words.replace(" ", "")


def test_a_corrected_text_is_made_anew(coordinator):
    made = instrument(coordinator)
    make_all()

    Paragraph.objects.filter(document=made, number="1").update(text_es="Que el texto se corrigió.")
    make_all()

    made_anew = Printout.objects.of(instruments.KIND, made).filter(language="es")
    assert len(made_anew) == 2
    assert "Que el texto se corrigió." in words_of(instruments.latest(coordinator, made, "es"))


@pytest.mark.parametrize(
    ("values", "languages"),
    [
        ({"texts": [("1", "Solo español", "")]}, ["es"]),
        ({"texts": []}, []),
        ({"audience": "members"}, []),
        ({"at": timedelta(hours=1)}, []),
    ],
)
def test_a_pdf_is_made_of_whole_texts_that_are_for_everybody(coordinator, values, languages):
    at = values.get("at")
    made = instrument(coordinator, **{**values, "at": timezone.now() + at if at else None})

    instruments.ask_where_due()

    assert sorted(Printout.objects.of(instruments.KIND, made).values_list("language", flat=True)) == languages


def test_everybody_gets_the_pdf_of_a_public_instrument_in_the_language_of_the_address(coordinator):
    made = instrument(coordinator)
    before = Client().get(address(made)).status_code
    make_all()

    answers = [Client().get(address(made, language)) for language in ("es", "en")]

    found = [PdfReader(BytesIO(answer.getvalue())).root_object["/Lang"] for answer in answers]
    page = Client().get(f"/en/documents/{made.symbol}/").text
    assert (before, found) == (404, ["es", "en"])
    assert answers[0].headers["Cache-Control"] == "public, no-cache"
    assert f'href="{address(made, "en")}"' in page


def test_the_pdf_goes_when_the_document_goes(coordinator):
    made, narrowed = instrument(coordinator), instrument(coordinator)
    make_all()
    withdraw(made, by=coordinator)
    Document.objects.filter(pk=narrowed.pk).update(audience="members")

    assert [Client().get(address(one)).status_code for one in (made, narrowed)] == [404, 404]
    made.symbol = "CRM/VM/2026/DEC/99"
    assert Client().get(address(made)).status_code == 404


def test_the_page_of_an_instrument_asks_at_most_six_questions(coordinator, django_assert_max_num_queries):
    made = instrument(coordinator, with_file=True)
    make_all()
    published(coordinator)

    Client().get("/en/contact/")  # notices and the texts of pages are asked for once after each change of theirs
    with django_assert_max_num_queries(6):
        answer = Client().get(f"/en/documents/{made.symbol}/")

    assert answer.status_code == 200
