"""The translated strings: gathering, compiling and checking locale/*/LC_MESSAGES/*.po."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from crm_portal.local.workplace import ROOT, TaskError

LANGUAGE = "es"  # strings are written in English
PO_FILE = Path("locale", LANGUAGE, "LC_MESSAGES", "django.po")
GATHER = ["makemessages", "--locale", LANGUAGE, "--no-location", "--no-obsolete", "--ignore", "tests/*"]
NO_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "static", "tests", "docs", "*.mo")
SHOWN = 20


def read_catalog(po_file: Path) -> Catalog:
    """Raises TaskError, naming the file and the line, when it is not a .po file."""
    try:
        with po_file.open("rb") as stream:
            return read_po(stream, locale=po_file.parent.parent.name, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise TaskError(f"{po_file} cannot be read: {error}.") from None


def compile_all() -> None:
    """Write the .mo of each .po that is newer than it. Raises TaskError."""
    for po_file in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        mo_file = po_file.with_suffix(".mo")
        if mo_file.exists() and mo_file.stat().st_mtime_ns >= po_file.stat().st_mtime_ns:
            continue
        catalog = read_catalog(po_file)
        draft = mo_file.with_name(f".{mo_file.name}.{os.getpid()}")  # renamed when whole: a serving process may read it
        with draft.open("wb") as stream:
            write_mo(stream, catalog)
        draft.rename(mo_file)


def gather(folder: Path) -> None:
    """Bring folder's .po up to date with its sources; needs gettext. Raises TaskError."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    (folder / "locale").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "django", *GATHER],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise TaskError(f"{done.stdout}{done.stderr}The strings could not be gathered.")


def faults() -> list[str]:
    """One line for each string that is missing, fuzzy, no longer used, or not in the file. Raises TaskError."""
    if not (ROOT / PO_FILE).exists():
        return [f"{PO_FILE} is missing: ./run messages writes it."]
    written = read_catalog(ROOT / PO_FILE)
    found = [f"fuzzy: {text(message)}" for message in written if message.id and message.fuzzy]
    found += [f"not translated: {text(message)}" for message in written if message.id and not is_translated(message)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=NO_SOURCE)
        gather(copy)
        gathered = read_catalog(copy / PO_FILE)
    in_sources, in_file = ({key(message) for message in catalog if message.id} for catalog in (gathered, written))
    found += [
        f"not in the file (./run messages adds it): {identifier}" for _, identifier in sorted(in_sources - in_file)
    ]
    found += [
        f"no longer used (./run messages drops it): {identifier}" for _, identifier in sorted(in_file - in_sources)
    ]
    return found


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def text(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def key(message: Message) -> tuple[str, str]:
    return message.context or "", text(message)


def check() -> None:
    """Raises TaskError with the first faults, if there are any."""
    if found := faults():
        more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise TaskError("\n".join([*found[:SHOWN], *more, f"{len(found)} faults in {PO_FILE}."]))


def gather_here() -> None:
    gather(ROOT)
    catalog = read_catalog(ROOT / PO_FILE)
    with (ROOT / PO_FILE).open("wb") as stream:  # gettext's versions differ in headers and line breaks; this does not
        write_po(stream, catalog, width=0, ignore_obsolete=True)
    open_ones = sum(1 for message in catalog if message.id and (message.fuzzy or not is_translated(message)))
    print(f"{PO_FILE}: {len(catalog)} strings, {open_ones} to translate.")
