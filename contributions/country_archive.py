"""The papers of one country's contributions as one archive: what its reader could download one by one."""

import zipfile
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import printouts
from contributions.models import Invoice, PaperRequest, Payment, ProofOfPayment
from contributions.statements import statement
from crm_portal.common.csv_file import csv_bytes
from crm_portal.common.files.archiving import TooLargeError, write
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.names import clean_name
from crm_portal.common.pdf.models import Printout
from members.models import Party


class Paper(NamedTuple):
    """A file and its name in the archive."""

    name: str
    file: PrivateFile


def papers(user: Any, country: Party) -> list[Paper]:
    """What goes into the archive, once the scanner has let it pass.

    Asked of the files once more: what could not be downloaded by itself is not in the archive either.
    """
    names = dict(found(user, country))
    files = PrivateFile.objects.visible_to(user).filter(scan=PrivateFile.Scan.CLEAN).in_bulk(list(names))
    return [Paper(name, files[pk]) for pk, name in names.items() if pk in files]


def found(user: Any, country: Party) -> Iterator[tuple[Any, str]]:
    """The key of each file with its name in the archive: the latest PDFs in each language, proofs, signed papers."""
    invoices = Invoice.objects.visible_to(user).filter(party=country)
    payments = Payment.objects.visible_to(user).filter(party=country)
    about: dict[str, tuple[str, QuerySet[Any]]] = {
        printouts.INVOICE: (_("invoices"), invoices),
        printouts.CREDIT_NOTE: (_("credit-notes"), invoices),
        printouts.RECEIPT: (_("receipts"), payments),
    }
    made = Printout.objects.visible_to(user).filter(state=Printout.State.READY)
    for kind, (folder, rows) in about.items():
        latest = made.filter(kind=kind, about_id__in=rows.values("pk")).order_by(
            "about_id", "language", "-made_at", "-pk"
        )
        for one in latest.distinct("about_id", "language").select_related("file"):
            yield named(folder, one.file, after=f" {one.language}")
    for proof in ProofOfPayment.objects.visible_to(user).filter(party=country).select_related("file").order_by("pk"):
        yield named(_("proofs"), proof.file, before=f"{proof.pk:04} ")
    requests = PaperRequest.objects.visible_to(user).filter(party=country, signed__isnull=False)
    for request in requests.select_related("signed").order_by("pk"):
        yield named(_("signed-papers"), request.signed, before=f"{request.pk:04} ")


def named(folder: str, file: PrivateFile | None, *, before: str = "", after: str = "") -> tuple[Any, str]:
    """The key of a file and where it lies in the archive: named as it is, and told from others. Raises ValueError."""
    if file is None:
        raise ValueError("There is no file to be named.")
    stem, _dot, extension = file.name.rpartition(".")
    return file.pk, f"{folder}/{clean_name(f'{before}{stem}{after}.{extension}')}"


def refuse_too_large(taken: list[Paper]) -> None:
    """Raises TooLargeError when the files together are more than PAPERS_ZIP_MAX_BYTES."""
    limit = settings.PAPERS_ZIP_MAX_BYTES
    if sum(paper.file.size for paper in taken) > limit:
        said = _("The papers of this country are more than %(limit)d MB together. Please download them one by one.")
        raise TooLargeError(said % {"limit": limit // (1024 * 1024)})


def archive(country: Party, taken: list[Paper], table: bytes) -> IO[bytes]:
    """The archive, written to a temporary file that is gone once it is closed."""
    made: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed with the response
    with zipfile.ZipFile(made, "w") as target:
        write(target, f"{_('statement-of-account')}-{country.slug}.csv", timezone.now(), table)
        for paper in taken:
            with paper.file.open() as content:
                write(target, paper.name, paper.file.created_at, content, paper.file.size)
    made.seek(0)
    return made


def statement_table(country: Party) -> bytes:
    """The statement of account as at today, for spreadsheets."""
    return csv_bytes(printouts.statement_lines(statement(country, timezone.localdate())))
