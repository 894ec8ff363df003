"""Valid documents and versions for tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from crm_portal.common.files.uploads import checked_upload
from declarations import publishing, tasks
from declarations.models import Document
from members.models import Body


def document(title="Documento", *, body=None, **values):
    """A draft; `body` is the short name of one."""
    texts = {"title_es": title, "title_en": f"{title} (en)"}
    held = Body.objects.get(slug=body) if body else None
    return Document.objects.create(**{"kind": "report", "year": 2026, **texts, "body": held, **values})


def pdf(name="documento.pdf", author="Autora Secreta"):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": author, "/Title": name})
    content = BytesIO()
    writer.write(content)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def version(of, by, language="es", status="authentic", name="documento.pdf", **parts):
    """A version that is prepared, as the worker does, and not published."""
    made = publishing.add_version(
        of, checked_upload(pdf(name)), language=language, translation_status=status, by=by, **parts
    )
    tasks.prepare_versions()
    made.refresh_from_db()
    return made


def published(by, title="Documento", *, with_file=True, at=None, **values):
    """A document that is out, or will be `at` a moment, with one Spanish version where wanted."""
    made = document(title, **{"audience": "public", "embargo_until": at, **values})
    if with_file:
        version(made, by)
    publishing.advance(made, "final", by=by)
    publishing.publish(made, by=by)
    made.refresh_from_db()
    return made


def withdraw(of, by, reason_es="Contiene un error", reason_en="It holds an error"):
    Document.objects.filter(pk=of.pk).update(withdrawal_reason_es=reason_es, withdrawal_reason_en=reason_en)
    publishing.withdraw(of, by=by)
