"""B1: the hostile files through each form of the portal that takes one; tests/files tries them at the validator."""

import io

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from crm_portal.common.files import uploads
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.models import PrivateFile
from declarations.models import DocumentVersion
from members.models import Circular
from tests.files import honest, hostile
from tests.sizes import size

CASES = hostile.CASES[:: size(ci=12, full=1)]
APPS = {"crm_portal", "members", "declarations", "meetings", "contributions", "reserve_fund"}
UPLOADS = {
    "CircularForm": ("ppt", lambda world: "/en/intranet/circulars/new/", "file", Circular),
    "FilesForm": (
        "st_coord",
        lambda world: f"/admin/declarations/document/{world.objects['paper'].pk}/files/",
        "uploads",
        DocumentVersion,
    ),
}
"""Each form of the portal with a file: who fills it in, the address that takes it, the field, and what it makes."""
CIRCULAR = {"subject_es": "a", "text_es": "b", "subject_en": "c", "text_en": "d", "reply_by": ""}
NAMES = [
    "../../etc/cron.d/acta.pdf",
    "..\\..\\acta.pdf",
    "/etc/acta.pdf",
    "C:\\acta.pdf",
    "acta\x00.pdf",
    "acta\r\nX-Y: z.pdf",
    "acta\u202efdp.pdf",
    "a" * 300 + ".pdf",
    ".htaccess.pdf",
    "CON.pdf",
    "acta.pdf ",
    "acta.pdf.",
    "acta.php.pdf",
    "acta;x.pdf",
    "Año \U0001f600.pdf",
    "cafe\u0301.pdf",
    "café.pdf",
]


def with_files(form):
    for found in form.__subclasses__():
        yield from with_files(found)
        if any(isinstance(field, forms.FileField) for field in getattr(found, "base_fields", {}).values()):
            yield found


def test_b1_every_form_that_takes_a_file_is_tried_and_has_the_one_validator():
    found = {form for form in with_files(forms.BaseForm) if form.__module__.split(".")[0] in APPS}

    assert {form.__name__ for form in found} == set(UPLOADS)
    fields = [field for form in found for field in form.base_fields.values() if isinstance(field, forms.FileField)]
    assert all(isinstance(field, PrivateFileField) for field in fields)


@pytest.mark.parametrize("form", UPLOADS)
def test_b1_no_form_stores_a_hostile_file(world, form):
    role, address, field, made = UPLOADS[form]
    client, path, texts = world.visitor(role), address(world), CIRCULAR | {"translation_status": "official"}
    before = (PrivateFile.objects.count(), made.objects.count())
    wrong, harmless = [], 0

    for name, file, reason, content in CASES:
        sent = io.BytesIO(content() if callable(content) else content)
        sent.name = file
        answer = client.post(path, texts | {field: sent})
        refused = answer.status_code == 200 and bool(answer.context["form"].errors.get(field))
        wrong += [] if refused or "accepted" in reason else [(name, answer.status_code)]
        harmless += 0 if refused else 1

    assert wrong == []
    assert (PrivateFile.objects.count(), made.objects.count()) == (before[0] + harmless, before[1] + harmless)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_b1_no_name_leaves_its_folder_or_its_header(name):
    cleaned = uploads.clean_name(name)

    assert len(cleaned) <= 255
    assert not set(cleaned) & set('/\\\x00\r\n\u202e"')
    assert cleaned == cleaned.strip(" .")
    assert not cleaned.startswith(".")


def test_b1_two_files_of_one_name_are_two(world):
    client = world.visitor("ppt")
    before = PrivateFile.objects.count()

    for content in (honest.FILES["txt"], honest.FILES["txt"] + b"!"):
        sent = io.BytesIO(content)
        sent.name = "acta.txt"
        client.post("/en/intranet/circulars/new/", CIRCULAR | {"file": sent})

    made = PrivateFile.objects.filter(name="acta.txt")
    assert PrivateFile.objects.count() == before + 2
    assert len({file.path for file in made}) == len({file.sha256 for file in made}) == 2


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_b1_the_limit_is_exact_through_the_form(world, settings, over):
    settings.FILES_MAX_BYTES = 2000
    sent = io.BytesIO(b"x" * (2000 + over))
    sent.name = "acta.txt"

    answer = world.visitor("ppt").post("/en/intranet/circulars/new/", CIRCULAR | {"file": sent})

    assert answer.status_code == (200 if over > 0 else 302)


def test_b1_an_upload_whose_body_is_cut_short_is_no_fault_of_ours(world):
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 cut'
    client = world.visitor("ppt")
    before = PrivateFile.objects.count()

    answers = [
        client.generic("POST", "/en/intranet/circulars/new/", body, content_type=kind).status_code
        for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=é")
    ]

    assert max(answers) < 500
    assert PrivateFile.objects.count() == before
    with pytest.raises(ValidationError):
        uploads.checked_upload(SimpleUploadedFile("a.pdf", b"%PDF-1.7 cut"))
