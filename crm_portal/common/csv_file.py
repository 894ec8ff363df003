"""CSV files for people, who open them in a spreadsheet: no cell is ever a formula."""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO, TextIOWrapper
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse

from crm_portal.common.files.sending import give_back_connection

# What a spreadsheet takes for a formula, in either width, also behind blanks, quotes or a new line.
FORMULA = re.compile(r"^[\s\"']*[=+\-@＝＋－＠]|^[\t\r\n]")  # noqa: RUF001  # the wide ones are the point


def harmless(value: Any) -> Any:
    """A cell that is read as text when it is text; numbers stay numbers, negative ones too."""
    if isinstance(value, int | Decimal):
        return value
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if FORMULA.match(text) else text


def csv_file(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A download. It begins with the mark by which spreadsheets know UTF-8."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"},
    )
    writer = csv.writer(response)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return response


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """A table as it lies in an archive of files; its first row names the columns."""
    text = StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return BOM_UTF8 + text.getvalue().encode()


def csv_download(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> FileResponse:
    """A download of any length, like `csv_file`.

    It is written to a temporary file before it is sent: memory holds a line of it, and a slow reader no connection to
    the database.
    """
    file = TemporaryFile()  # noqa: SIM115  # closed with the response
    file.write(BOM_UTF8)
    text = TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()
    file.seek(0)
    give_back_connection()
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8")
