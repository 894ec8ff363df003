"""The steps between an empty folder and a portal that can serve; each may be repeated and then changes nothing."""

import hashlib
import time
from pathlib import Path

from crm_portal.local import translations
from crm_portal.local.printing import say, say_seconds, timed
from crm_portal.local.programs import Program, StopRequest, stop_all
from crm_portal.local.workplace import MANAGE, PYTHON, ROOT, TaskError, state_folder

DATABASE_STEPS = [*PYTHON, "crm_portal.local.database_steps"]
LOOK_SECONDS = 0.02
SHOWN_LINES = 25
STATIC_SOURCES = ("static/**/*", "*/static/**/*", "crm_portal/*/static/**/*", "crm_portal/settings/*", "*.lock")


class StoppedError(Exception):
    """Somebody asked us to stop before the work was done."""


def prepare(stop_request: StopRequest, *, demo: bool) -> None:
    """Translations, tables, history, demo data and static files, with a progress line each.

    Raises TaskError with the end of a failed step's own words, and StoppedError.
    """
    with timed("translations"):
        translations.compile_all()
    steps = {"database": Program([*DATABASE_STEPS, *(["--demo"] if demo else [])], shows_stdout=True)}
    began = time.monotonic()
    stamp, fingerprint = state_folder() / "static.stamp", static_fingerprint()
    try:
        if is_collected(stamp, fingerprint):
            say("static files  unchanged")
        else:
            steps["static files"] = Program([*MANAGE, "collectstatic", "--no-input"])
        while steps:
            if stop_request.received:
                raise StoppedError
            for name, program in list(steps.items()):
                code = program.ended()
                if code is None:
                    continue
                if code:
                    own_words = "\n".join(program.lines[-SHOWN_LINES:])
                    raise TaskError(f"{own_words}\nThe portal could not be prepared: {name} ended with {code}.")
                if name == "static files":
                    stamp.write_text(fingerprint)
                    say_seconds(name, began)
                del steps[name]
            time.sleep(LOOK_SECONDS)
    finally:
        stop_all(steps.values())


def static_fingerprint() -> str:
    """Changes whenever a static file, the packages or the settings do: collecting and compressing takes seconds."""
    files = sorted({path for pattern in STATIC_SOURCES for path in ROOT.glob(pattern) if path.is_file()})
    facts = "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256(facts.encode()).hexdigest()


def is_collected(stamp: Path, fingerprint: str) -> bool:
    return (stamp.parent / "static").is_dir() and stamp.exists() and stamp.read_text() == fingerprint
