"""The text of documents of Word, PowerPoint and Excel."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from crm_portal.common.files.extraction.found import Found, gathered

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show of a text box, which stands before it for newer ones already."""


def docx(data: bytes, most_bytes: int) -> Found:
    """Paragraphs, tables and text boxes in the order of the document; what a tracked change deletes is left out."""
    import docx as python_docx

    body = python_docx.Document(io.BytesIO(data)).element.body
    return Found(gathered(_runs(body), most_bytes, ""))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield " "
        elif child.tag != TWICE:
            yield from _runs(child)
            if child.tag == f"{W}p":
                yield "\n"


def pptx(data: bytes, most_bytes: int) -> Found:
    """The texts and tables of each slide; the speaker's notes are left out."""
    import pptx as python_pptx

    slides = python_pptx.Presentation(io.BytesIO(data)).slides
    return Found(gathered((text for slide in slides for text in _shapes(slide.shapes)), most_bytes), len(slides))


def _shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (" ".join(cell.text for cell in row.cells) for row in shape.table.rows)
        if hasattr(shape, "shapes"):  # a group
            yield from _shapes(shape.shapes)


def xlsx(data: bytes, most_bytes: int) -> Found:
    """The values of each sheet, row by row, after the sheet's name; formulas by their last result."""
    import openpyxl  # type: ignore[import-untyped]  # it has no stubs

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    return Found(gathered(_rows(workbook), most_bytes))


def _rows(workbook: Any) -> Iterator[str]:
    for sheet in workbook.worksheets:
        yield sheet.title
        sheet.reset_dimensions()  # what the sheet says of its size need not be true
        for row in sheet.iter_rows(values_only=True):
            if line := " ".join(str(value) for value in row if value is not None):
                yield line


READERS: dict[str, Callable[[bytes, int], Found]] = {"docx": docx, "pptx": pptx, "xlsx": xlsx}
