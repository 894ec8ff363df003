"""What stands in a PDF that the portal made."""

from io import BytesIO

from pypdf import PdfReader


def read(printout):
    with printout.file.open() as content:
        return PdfReader(BytesIO(content.read()))


def words_of(printout):
    return " ".join(" ".join(page.extract_text() for page in read(printout).pages).split())
