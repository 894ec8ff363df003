"""The validator: sound files get in, hostile ones never do. Hardening plan, row B1."""

import io
import zipfile

import odfdo
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import JsonResponse
from django.test import Client
from django.urls import path
from PIL import Image
from pypdf import PdfReader

from crm_portal import urls
from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import checked_upload, public_copy
from tests.files import honest, hostile
from tests.files.conftest import stored_files, uploaded


class UploadForm(forms.Form):
    file = PrivateFileField()


def upload(request):
    """As an upload page would: the form, then the store."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        refused = form.errors.as_data()["file"][0]
        return JsonResponse({"refused": refused.code, "sentence": refused.messages[0]}, status=200)
    file = store(form.cleaned_data["file"], by=request.user, door="test")
    return JsonResponse({"name": file.name, "kind": file.kind})


urlpatterns = [*urls.urlpatterns, path("test/upload", upload)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def page(settings, folder, uploader):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(uploader)

    def post(name, content):
        file = io.BytesIO(content)
        file.name = name
        answer = client.post("/test/upload", {"file": file}, headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        return answer.json()

    return post


def test_there_are_enough_hostile_files():
    assert len({name for name, *_ in hostile.CASES}) == len(hostile.CASES) >= 60


@pytest.mark.parametrize(
    ("file", "reason", "content"), [case[1:] for case in hostile.CASES], ids=[case[0] for case in hostile.CASES]
)
def test_a_hostile_file_is_refused_with_a_sentence_and_not_stored(page, folder, file, reason, content):
    answer = page(file, content() if callable(content) else content)

    reasons = (reason,) if isinstance(reason, str) else reason
    assert answer.get("refused", "accepted") in reasons
    if "refused" in answer:
        assert answer["sentence"].endswith(".")
        assert "%(" not in answer["sentence"]
        assert (stored_files(folder), PrivateFile.objects.count()) == ([], 0)


@pytest.mark.parametrize("extension", honest.FILES)
def test_a_sound_file_of_each_kind_is_taken(page, folder, extension):
    answer = page(f"Acta de la reunión.{extension.upper()}", honest.FILES[extension])

    file = PrivateFile.objects.get()
    assert answer == {"name": f"Acta de la reunión.{extension}", "kind": extension}
    assert stored_files(folder) == [str(file.pk)]


SOUND = {
    "PDF that begins at its second page": honest.raw_pdf(hostile.catalog("/OpenAction[3 0 R/XYZ null null 0]")),
    "PDF that turns to a page by itself": honest.raw_pdf(hostile.catalog("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")),
    "PDF with a link to the web": honest.pdf_with_link("https://example.org/a?b=c"),
    "PDF with a link to a letter": honest.pdf_with_link("mailto:st@example.org"),
    "PDF of many pages": honest.pdf(pages=300),
    "PDF of 20,000 objects": hostile.many_objects(20_000),
    "PDF of several revisions": hostile.deep_table(5),
    "PDF with a plain line after its end": honest.pdf() + b"\r\n",
}


@pytest.mark.parametrize("name", SOUND)
def test_a_harmless_pdf_is_taken(name):
    assert checked_upload(uploaded("a.pdf", SOUND[name])).kind == kinds.PDF


def test_a_pdf_as_the_portal_makes_it_is_taken():
    from weasyprint import HTML

    made = HTML(string="<h1>Acta</h1><p><a href='https://example.org'>Sitio</a> <a href='#x'>x</a><p id=x>y").write_pdf(
        pdf_variant="pdf/ua-1"
    )

    assert checked_upload(uploaded("a.pdf", made)).kind == kinds.PDF


def test_a_document_with_a_link_to_the_web_is_taken():
    linked = honest.office(links=honest.link("hyperlink", "https://example.org/a"))

    assert checked_upload(uploaded("a.docx", linked)).kind == kinds.DOCX


def test_a_text_as_libreoffice_writes_it_is_taken_and_its_copy_names_nobody(put):
    made, out = odfdo.Document("text"), io.BytesIO()
    made.body.append(odfdo.Paragraph("Véase el sitio"))
    made.meta.creator = "Quetzalcanary"
    made.save(out)

    copy = public_copy(put("acta.odt", out.getvalue()))

    content = copy.content.read()
    assert b"Quetzalcanary" in words_in("odt", out.getvalue())
    assert b"Quetzalcanary" not in words_in("odt", content)
    assert str(odfdo.Document(io.BytesIO(content)).body.get_paragraphs()[-1].text) == "Véase el sitio"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert (archive.infolist()[0].filename, archive.infolist()[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert not [name for name in archive.namelist() if name.startswith("Thumbnails/")]
        assert b"Thumbnails/" not in archive.read("META-INF/manifest.xml")


def test_a_text_with_a_link_to_the_web_and_a_picture_of_its_own_is_taken():
    text = '<text:a xlink:href="https://example.org/a">x</text:a><draw:image xlink:href="Pictures/1.png"/>'
    linked = honest.opendocument(text, more=[("Pictures/1.png", honest.FILES["png"])])

    assert checked_upload(uploaded("a.odt", linked)).kind == kinds.ODT


def test_a_web_page_keeps_what_it_says_and_nothing_that_runs_or_fetches():
    sent = """<!DOCTYPE html><html lang="es-CR"><head><title>Acta &amp; más</title><base href="https://evil.example/">
    <script>run()</script><link rel=stylesheet href=//evil.example/a.css><meta http-equiv=refresh content="0;url=//e">
    </head><body onload="run()"><h1 style="background:url(//evil.example)">Niñez</h1><!-- Quetzalcanary -->
    <img src="https://evil.example/p.png" onerror="run()"><iframe src=//evil.example></iframe>
    <a href="javascript:run()">uno</a> <a href="https://example.org/a">dos</a><form action=//evil.example><input></form>
    <svg onload="run()"></svg><math><mi xlink:href="javascript:run()">x</mi></math></body></html>"""

    checked = checked_upload(uploaded("Acta.HTM", sent.encode()))

    kept = checked.content.read().decode()
    assert checked.name == "Acta.html"
    assert kept.startswith('<!DOCTYPE html>\n<html lang="es-cr"><head><meta charset="utf-8"><title>Acta &amp; más<')
    assert "<h1>Niñez</h1>" in kept
    assert '<a href="https://example.org/a" rel="noopener noreferrer">dos</a>' in kept
    assert [word for word in ("run()", "evil.example", "Quetzalcanary", "style", "<img", "<form") if word in kept] == []


@pytest.mark.parametrize(("size", "code"), [(999, None), (1000, None), (1001, "too_large")])
def test_the_limit_of_size_is_exact(settings, size, code):
    settings.FILES_MAX_BYTES = 1000
    found = None

    try:
        checked_upload(uploaded("a.txt", b"x" * size))
    except ValidationError as error:
        found = error.code

    assert found == code


def test_a_form_takes_only_what_it_asks_for():
    field = PrivateFileField(accept=[kinds.PDF])

    with pytest.raises(ValidationError) as refused:
        field.clean(uploaded("a.png", honest.FILES["png"]))

    assert refused.value.code == "extension"
    assert field.widget.attrs["accept"] == ".pdf"
    assert str(field.help_text).startswith("PDF; ")


def test_a_form_may_go_without_a_file_where_it_says_so():
    assert PrivateFileField(required=False).clean(None) is None


def test_a_large_upload_is_read_from_where_it_lies(tmp_path):
    with TemporaryUploadedFile("a.txt", "text/plain", 0, "utf-8") as large:
        large.write(b"hola " * 1_000_000)
        large.size = 5_000_000
        large.flush()

        checked = checked_upload(large)

        assert (checked.size, checked.content.read(4)) == (5_000_000, b"hola")


def test_a_photograph_keeps_nothing_but_its_picture():
    checked = checked_upload(uploaded("Foto.JPEG", honest.photo_with_place()))

    content = checked.content.read()
    picture = Image.open(io.BytesIO(content))
    assert b"Quetzalcanary" in honest.photo_with_place()
    assert (checked.name, dict(picture.getexif()), picture.size) == ("Foto.jpg", {}, (30, 40))  # and it stands upright
    assert b"Quetzalcanary" not in content
    assert (checked.size, checked.content.size) == (len(content), len(content))


def test_a_png_keeps_nothing_but_its_picture():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Quetzalcanary")
    sent = honest.picture("PNG", pnginfo=words)

    content = checked_upload(uploaded("a.png", sent)).content.read()

    assert b"Quetzalcanary" in sent
    assert b"Quetzalcanary" not in content


def words_in(kind, content):
    """Everything a curious reader could find: the raw bytes, and what they unpack to."""
    if kind == "pdf":
        reader = PdfReader(io.BytesIO(content))
        return content + repr([reader.metadata, reader.root_object]).encode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


REMARK = '<w:comments xmlns:w="w"><w:comment w:author="Quetzalcanary" w:initials="QC"/></w:comments>'


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", honest.pdf()),
        (
            "pdf",
            honest.raw_pdf(
                hostile.catalog("/Metadata 4 0 R"),
                (4, honest.stream(b"<x>Quetzalcanary</x>", b"/Type/Metadata", deflate=False)),
            ),
        ),
        ("docx", honest.office("docx", more=[("word/comments.xml", REMARK)])),
        ("odt", honest.opendocument("<text:p><text:initial-creator>Quetzalcanary</text:initial-creator></text:p>")),
        ("xlsx", honest.office("xlsx", more=[("xl/comments1.xml", "<c><author>Quetzalcanary</author></c>")])),
    ],
)
def test_a_public_copy_does_not_tell_who_wrote_it(put, kind, content):
    file = put(f"acta.{kind}", content)

    copy = public_copy(file)

    assert b"Quetzalcanary" in words_in(kind, content)
    assert b"Quetzalcanary" not in words_in(kind, copy.content.read())
    assert checked_upload(uploaded(copy.name, words_again(copy))).kind == file.kind_of


def words_again(copy):
    copy.content.seek(0)
    return copy.content.read()
