"""B1: the hostile files through each form of the portal that takes one; tests/files tries them at the validator."""

import io

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from contributions import papers_to_sign
from contributions.models import PaperRequest, ProofOfPayment
from crm_portal.common.audit.models import Deed
from crm_portal.common.files import uploads
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.models import PrivateFile
from declarations.models import Consultation, DocumentVersion, Position
from meetings.models import LogisticsPaper
from members.models import Circular
from tests.files import honest, hostile
from tests.sizes import size


def page_of_a_paper_to_sign(world):
    """A new one each time: what is signed is not signed again."""
    mexico = world.people["focal"].mandates.get().party
    asked = papers_to_sign.ask(mexico, f"Alta {PaperRequest.objects.count()}", by=world.people["focal"])
    return f"/admin/contributions/paperrequest/{asked.pk}/do/sign/"


def signed_papers():
    return PaperRequest.objects.exclude(signed=None)


CASES = hostile.CASES[:: size(ci=12, full=1)]
APPS = {"crm_portal", "members", "declarations", "meetings", "contributions", "reserve_fund"}
UPLOADS = {
    "CircularForm": ("ppt", lambda world: "/en/intranet/circulars/new/", "file", Circular.objects.all),
    "FilesForm": (
        "st_coord",
        lambda world: f"/admin/declarations/document/{world.objects['paper'].pk}/files/",
        "uploads",
        DocumentVersion.objects.all,
    ),
    "LogisticsPaperForm": (
        "st_assist",
        lambda world: f"/en/intranet/meetings/tasks/{world.objects['logistics task'].pk}/papers/new/",
        "file",
        LogisticsPaper.objects.all,
    ),
    "ProofForm": (
        "focal",
        lambda world: "/en/intranet/contributions/countries/mx/proof/",
        "file",
        ProofOfPayment.objects.all,
    ),
    "PaperForm": (
        "focal",
        lambda world: "/en/intranet/contributions/countries/mx/papers/ask/",
        "form",
        PaperRequest.objects.all,
    ),
    "DelegationForm": (
        "focal",
        lambda world: "/en/intranet/meetings/convocada/my-delegation/",
        "letter",
        Deed.objects.all,
    ),
    "ParticipantsForm": (
        "st_coord",
        lambda world: "/en/intranet/meetings/convocada/participants/import/",
        "file",
        None,
    ),
    "BankStatementForm": ("st_assist", lambda world: "/en/intranet/contributions/bank/import/", "file", None),
    "ExpenditureForm": ("st_assist", lambda world: "/admin/contributions/expenditure/add/", "file", None),
    "ProjectExpenditureForm": ("st_assist", lambda world: "/admin/contributions/projectexpenditure/add/", "file", None),
    "AgreementForm": (
        "st_assist",
        lambda world: f"/admin/contributions/project/{world.objects['project'].pk}/do/keep_agreement/",
        "file",
        Deed.objects.all,
    ),
    "HandInForm": (
        "st_assist",
        lambda world: f"/admin/contributions/projectreport/{world.objects['donor report'].pk}/do/hand_in/",
        "file",
        None,  # the day beside it is still to come, and so nothing is handed in
    ),
    "PaymentForm": (
        "fund_payer",
        lambda world: f"/en/intranet/reserve-fund/cases/{world.objects['case'].pk}/pay/",
        "voucher",
        None,  # without an amount nothing is paid, and no voucher kept
    ),
    "FileForm": (
        "fund_requester",
        lambda world: f"/en/intranet/reserve-fund/my-cases/{world.objects['case draft'].pk}/files/",
        "file",
        None,  # the kind of file beside it is none that a case has
    ),
    "TextForm": ("ppt", lambda world: "/en/intranet/consultations/new/question/", "file", Consultation.objects.all),
    "AnswerForm": ("focal", lambda world: world.objects["cell"].get_absolute_url(), "file", Position.objects.all),
    "RecordForm": (
        "st_coord",
        lambda world: f"/en/intranet/consultations/answers/{world.objects['cell'].pk}/mail/",
        "file",
        Position.objects.all,
    ),
    "SignForm": ("st_coord", page_of_a_paper_to_sign, "file", signed_papers),
}
"""Each form of the portal with a file: who fills it in, the address that takes it, the field, and what it makes.

None where what was sent is read and not kept.
"""
BESIDE = {
    **{"translation_status": "official", "kind": "contract", "words": "Alta"},
    **{"people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0"},
}
BESIDE |= {"on": "2099-01-01", "title_es": "Alta", "choice": "agree"}
"""What some of the forms need beside the file."""
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
    client, texts = world.visitor(role), CIRCULAR | BESIDE
    before = (PrivateFile.objects.count(), made().count() if made else 0)
    wrong, harmless = [], 0

    for name, file, reason, content in CASES:
        sent = io.BytesIO(content() if callable(content) else content)
        sent.name = file
        answer = client.post(address(world), texts | {field: sent})
        refused = answer.status_code == 200 and bool(form_of(answer).errors.get(field))
        wrong += [] if refused or "accepted" in reason else [(name, answer.status_code)]
        harmless += 0 if refused else 1

    assert wrong == []
    kept = harmless if made else 0
    after = (PrivateFile.objects.count(), made().count() if made else 0)
    assert after == (before[0] + kept, before[1] + kept)


def form_of(answer):
    return answer.context["adminform"].form if "adminform" in answer.context else answer.context["form"]


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
