"""The papers of one session as one archive: what its reader may read, in one language, numbered as on the page."""

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm_portal.common.files.archiving import TooLargeError, write
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.names import clean_name
from meetings.agendas import Item, Sitting
from meetings.models import ItemDocument, Meeting

LONGEST_TITLE = 80


class Paper(NamedTuple):
    """One paper in the archive: its name there, and whether it is late, in another language, or held by the scanner."""

    name: str
    pinned: ItemDocument
    file: PrivateFile
    is_late: bool
    is_fallback: bool
    is_held: bool


class Section(NamedTuple):
    """One item with its papers."""

    number: int
    title: str
    papers: list[Paper]


def sections(user: Any, meeting: Meeting, sitting: Sitting, language: str) -> list[Section]:
    """What goes into the archive. A paper not pinned in the language is there in the one it has.

    Asked of the files once more: what could not be downloaded by itself is not in the archive either.
    """
    pinned = [paper for item in sitting.items for paper in item.papers]
    readable = PrivateFile.objects.visible_to(user).filter(pk__in=[each.version.served_file.pk for each in pinned])
    files = readable.in_bulk()
    width = max(2, len(str(len(sitting.items))))
    with translation.override(language):
        return [
            Section(item.number, item.item.title, list(named(meeting, item, language, files, width)))
            for item in sitting.items
        ]


def named(meeting: Meeting, item: Item, language: str, files: dict[Any, PrivateFile], width: int) -> Iterator[Paper]:
    """The papers of an item that belong into the archive of a language, each with its name there."""
    place = 0
    for paper in in_language(item.papers, language):
        version = paper.version
        file = files.get(version.served_file.pk, version.served_file)
        is_held = not file.is_clean
        if not is_held and file.pk not in files:
            continue
        place += 1
        is_fallback = version.language != language
        title = clean_name(version.document.title.replace("/", "-").replace("\\", "-").replace(".", " "))
        title = title[:LONGEST_TITLE].strip(" -")
        mark = f" [{version.language}]" if is_fallback else ""
        name = clean_name(f"{item.number:0{width}}-{place:02} {title} v{version.number}{mark}.{file.kind}")
        yield Paper(name, paper, file, paper.is_late(meeting), is_fallback, is_held)


def in_language(papers: Iterable[ItemDocument], language: str) -> Iterator[ItemDocument]:
    """Of each document what is pinned in the language, and where that is nothing, what is pinned in another."""
    of_document: dict[int, list[ItemDocument]] = defaultdict(list)
    for paper in papers:
        of_document[paper.version.document_id].append(paper)
    for pinned in of_document.values():
        yield from [paper for paper in pinned if paper.version.language == language] or pinned


def taken(found: Iterable[Section]) -> list[Paper]:
    """The papers whose files go along: all but those that the scanner holds."""
    return [paper for section in found for paper in section.papers if not paper.is_held]


def refuse_too_large(papers: Iterable[Paper]) -> None:
    """Raises TooLargeError when the files together are more than PAPERS_ZIP_MAX_BYTES."""
    limit = settings.PAPERS_ZIP_MAX_BYTES
    if sum(paper.file.size for paper in papers) > limit:
        raise TooLargeError(
            _("The papers of this session are more than %(limit)d MB together. Please download them one by one.")
            % {"limit": limit // (1024 * 1024)}
        )


def archive(meeting: Meeting, sitting: Sitting, found: list[Section], language: str) -> IO[bytes]:
    """The archive, written to a temporary file that is gone once it is closed; memory holds a piece of one paper."""
    made: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed with the response
    with zipfile.ZipFile(made, "w") as target:
        with translation.override(language):
            context = {"meeting": meeting, "session": sitting.session, "sections": found, "now": timezone.now()}
            index = render_to_string("meetings/papers_index.txt", context)
        write(target, "index.txt", timezone.now(), index.encode("utf-8-sig"))
        for paper in taken(found):
            with paper.file.open() as content:
                write(target, paper.name, paper.pinned.added_at, content, paper.file.size)
    made.seek(0)
    return made
