"""The dossier of a consultation: one paper with each round's text, who said what and when, the days, and the end.

There are two. The members' knows of their rounds alone; what went on in the Troika stands in the Troika's, and nothing
of it in the other. A country without a row has not answered, and both say so in these words.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from babel.dates import format_skeleton
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.templatetags.portal import zone_name
from declarations.consultations.consensus import Answers, answers
from declarations.consultations.differences import Paragraph, differences, paragraphs
from declarations.consultations.letters import moment
from declarations.library import language_name
from declarations.models import Addressee, Consultation, Position, Round
from declarations.models.consultations import CONDUCT, ENDED
from declarations.models.positions import SEES_ALL_COUNTRIES
from members.letters import absolute
from members.models import Party

LANGUAGES = ("es", "en")
Stage = Round.Stage


class Dossier(StrEnum):
    """Whose it is."""

    MEMBERS = "members"
    TROIKA = "troika"


KINDS = {Dossier.MEMBERS: "consultation-dossier", Dossier.TROIKA: "consultation-troika-dossier"}
"""The names of the two as sorts of PDF."""
LONG = 1200
"""How many letters of a country's texts make a third of a page."""


def rounds_of(consultation: Consultation, which: Dossier) -> list[Round]:
    """The rounds that a dossier is about, the first one first, with all that was said in them."""
    said = Position.objects.select_related("file").order_by("number")
    asked = Addressee.objects.select_related("party").prefetch_related(Prefetch("positions", said))
    found = consultation.rounds.select_related("text").prefetch_related(
        "text__attachments__file", "extensions", Prefetch("addressees", asked)
    )
    of_troika = which == Dossier.TROIKA
    return [one for one in found.order_by("sent_at", "pk") if one.is_of_troika == of_troika]


# The record, and its SHA-256


def fingerprint(consultation: Consultation, which: Dossier) -> str:
    """The SHA-256 of the record: JSON in UTF-8 with sorted names and without blanks; the same in every language."""
    written = json.dumps(record(consultation, which), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def record(consultation: Consultation, which: Dossier) -> dict[str, Any]:
    """Everything that a dossier holds, in plain values: texts in both languages, moments in UTC, countries by code."""
    found: dict[str, Any] = {
        "dossier": which.value,
        "kind": consultation.kind,
        "symbol": consultation.symbol,
        "title": in_both(consultation, "title"),
        "opened_at": utc(consultation.opened_at),
        "rounds": [round_record(one) for one in rounds_of(consultation, which)],
    }
    if which == Dossier.MEMBERS or consultation.opened_at is None:
        found |= {
            "skipped_at": utc(consultation.skipped_at),
            "skip_reason": in_both(consultation, "skip_reason"),
            "outcome": consultation.outcome,
            "outcome_reason": in_both(consultation, "outcome_reason"),
            "declared_at": utc(consultation.declared_at),
            "report": in_both(consultation, "report"),
            "reported_at": utc(consultation.reported_at),
        }
    return found


def round_record(round_: Round) -> dict[str, Any]:
    """One round. Nothing tells how many versions of the text there were before it."""
    return {
        "stage": round_.stage,
        "attempt": round_.attempt,
        "text": in_both(round_.text, "text"),
        "attachments": [file_record(one.file) for one in round_.text.attachments.all()],
        "sent_at": utc(round_.sent_at),
        "basis": round_.basis,
        "calendar": round_.calendar,
        "edited_reason": in_both(round_, "edited_reason"),
        "closes_at": utc(round_.closes_at),
        "closed_at": utc(round_.closed_at),
        "positions_opened_at": utc(round_.positions_opened_at),
        "extensions": [
            {"until": one.until.isoformat(), "reason": in_both(one, "reason"), "at": utc(one.at)}
            for one in round_.extensions.all()
        ],
        "countries": [
            {
                "country": code(one.party),
                "time_zone": one.time_zone,
                "counted": one.counted,
                "skipped": one.skipped,
                "computed_on": day_record(one.computed_on),
                "sent_last_on": day_record(one.sent_last_on),
                "last_on": day_record(one.last_on),
                "due_at": utc(one.due_at),
                "positions": [position_record(said) for said in one.positions.all()],
            }
            for one in sorted(round_.addressees.all(), key=lambda one: code(one.party))
        ],
    }


def position_record(position: Position) -> dict[str, Any]:
    return {
        "choice": position.choice,
        "text": position.text,
        "language": position.language,
        "on_behalf": position.on_behalf,
        "file": file_record(position.file) if position.file else None,
        "answered_at": utc(position.answered_at),
    }


def file_record(file: PrivateFile) -> dict[str, str]:
    return {"name": file.name, "sha256": file.sha256}


def in_both(row: Any, name: str) -> dict[str, str]:
    """A text of a row in each language; nothing stands in for one that is missing."""
    return {language: getattr(row, f"{name}_{language}") or "" for language in LANGUAGES}


def code(party: Party) -> str:
    """What a country is called in every language."""
    return party.iso2 or party.slug


def utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def day_record(day: date | None) -> str | None:
    return day.isoformat() if day else None


# What stands in the paper


class Said(NamedTuple):
    """One position of a country; the last one counts."""

    choice: str
    text: str
    language: str
    language_name: str
    """Empty where it is the language of the paper."""
    at: str
    counts: bool
    on_behalf: bool
    file_name: str
    """Empty without a file, and of a mail: its name may say who wrote it."""
    sha256: str


class PassedOver(NamedTuple):
    """A day that did not count: which holiday it was, and where."""

    day: str
    name: str
    countries: str


class Cell(NamedTuple):
    """One country in a round."""

    country: str
    until: str
    counted: list[str]
    passed_over: list[PassedOver]
    computed_on: date | None
    last_on: date | None
    said: list[Said]

    @property
    def last(self) -> Said | None:
        """The position that counts; None where there was no reply."""
        return self.said[-1] if self.said else None

    @property
    def is_long(self) -> bool:
        """Whether it may go over a page: a row is otherwise kept together."""
        return sum(len(one.text) for one in self.said) > LONG

    @property
    def is_other_day(self) -> bool:
        """Whether its last day is another than the one counted."""
        return self.computed_on is not None and self.last_on != self.computed_on


class MoreTime(NamedTuple):
    """An extension of a round."""

    until: date
    at: str
    reason: str


class Part(NamedTuple):
    """One round on paper."""

    heading: str
    round: Round
    sent_at: str
    ended_at: str
    opened_at: str
    """When the Presidency opened the positions to the members before the end; else empty."""
    basis: str
    text: list[str]
    is_unchanged: bool
    changes: list[Paragraph]
    attachments: list[PrivateFile]
    extensions: list[MoreTime]
    cells: list[Cell]
    consensus: Answers | None
    """Of the Troika alone: of the members' rounds the Presidency says what came of them."""

    @property
    def replied(self) -> int:
        return sum(bool(cell.said) for cell in self.cells)


def content(consultation: Consultation, which: Dossier) -> Mapping[str, Any]:
    """What the PDF shows, in the language that is active."""
    import segno  # the worker alone draws codes

    names = {one.iso2: one.name for one in Party.objects.exclude(iso2="")}
    parts: list[Part] = []
    for round_ in rounds_of(consultation, which):
        parts.append(part(round_, parts[-1].round if parts else None, names))
    address = absolute(consultation.get_absolute_url())
    return {
        "consultation": consultation,
        "is_of_troika": which == Dossier.TROIKA,
        "tells_outcome": which == Dossier.MEMBERS or consultation.opened_at is None,
        "parts": parts,
        "overview": overview(parts) if len(parts) > 1 else [],
        "opened_at": at_the_seat(consultation.opened_at),
        "declared_at": at_the_seat(consultation.declared_at),
        "reported_at": at_the_seat(consultation.reported_at),
        "skipped_at": at_the_seat(consultation.skipped_at),
        "address": address,
        "code": segno.make(address, error="m", micro=False).svg_data_uri(border=0, dark="#17252b"),
        "fingerprint": fingerprint(consultation, which),
    }


def part(round_: Round, before: Round | None, names: Mapping[str, str]) -> Part:
    """A round as the paper shows it; `before` is the one before it in the same paper."""
    heading = capfirst(str(round_.get_stage_display()))
    if round_.is_of_troika:
        heading = _("Presentation %(number)d to the Troika") % {"number": round_.attempt}
    cells = [cell(one, names) for one in round_.addressees.all()]
    return Part(
        heading=heading,
        round=round_,
        sent_at=at_the_seat(round_.sent_at),
        ended_at=at_the_seat(round_.closed_at),
        opened_at=at_the_seat(round_.positions_opened_at),
        basis=round_.days_in_words,
        text=paragraphs(round_.text.text),
        is_unchanged=before is not None and before.text.text == round_.text.text,
        changes=differences(before.text.text, round_.text.text) if before else [],
        attachments=[one.file for one in round_.text.attachments.all()],
        extensions=[MoreTime(one.until, at_the_seat(one.at), one.reason) for one in round_.extensions.all()],
        cells=sorted(cells, key=lambda one: slugify(one.country)),
        consensus=answers(round_) if round_.is_of_troika else None,
    )


def cell(addressee: Addressee, names: Mapping[str, str]) -> Cell:
    """A country as the paper shows it, each moment on its own clock."""
    said = list(addressee.positions.all())
    return Cell(
        country=addressee.party.name,
        until=there(addressee.due_at, addressee.time_zone),
        counted=[short_day(day) for day in addressee.counted],
        passed_over=[
            PassedOver(
                short_day(one["day"]),
                one.get(get_language() or LANGUAGES[0], ""),
                ", ".join(names.get(country, country) for country in one["countries"]),
            )
            for one in addressee.skipped
        ],
        computed_on=addressee.computed_on,
        last_on=addressee.sent_last_on,
        said=[position(one, addressee.time_zone, counts=one is said[-1]) for one in said],
    )


def position(one: Position, time_zone: str, *, counts: bool) -> Said:
    return Said(
        choice=capfirst(str(one.get_choice_display())),
        text=one.text,
        language=one.language,
        language_name="" if one.language == get_language() else language_name(one.language),
        at=there(one.answered_at, time_zone),
        counts=counts,
        on_behalf=one.on_behalf,
        file_name=one.file.name if one.file and not one.on_behalf else "",
        sha256=one.file.sha256 if one.file else "",
    )


def overview(parts: Sequence[Part]) -> list[tuple[str, list[Said | None]]]:
    """Each country with the position that counts in each round; None is no reply."""
    by_country: dict[str, dict[int, Said | None]] = {}
    for number, one in enumerate(parts):
        for found in one.cells:
            by_country.setdefault(found.country, {})[number] = found.last
    asked = range(len(parts))
    return [
        (country, [said.get(number) for number in asked])
        for country, said in sorted(by_country.items(), key=lambda item: slugify(item[0]))
    ]


def there(at: datetime | None, time_zone: str) -> str:
    """A moment on the clock of a place, which is named; nothing where there is none."""
    if at is None:
        return ""
    return _("%(moment)s, time of %(place)s") % {"moment": moment(at, time_zone), "place": zone_name(time_zone)}


def at_the_seat(at: datetime | None) -> str:
    """A moment of all countries, on the clock of the Secretariat's seat."""
    return there(at, settings.TIME_ZONE)


def short_day(day: str) -> str:
    """A day as a table has room for it: Tue Sep 15."""
    shown = format_skeleton("MMMEd", date.fromisoformat(day), locale=get_language() or LANGUAGES[0])
    return str(shown).replace(",", "")


# The two sorts of PDF


def title(consultation: Consultation, which: Dossier) -> str:
    """What the dossier is called, in the language that is active."""
    words = {"symbol": consultation.symbol, "title": consultation.title}
    if which == Dossier.MEMBERS:
        return _("Dossier of consultation %(symbol)s: %(title)s") % words
    if consultation.symbol:
        return _("Dossier of the Troika, %(symbol)s: %(title)s") % words
    return _("Dossier of the Troika: %(title)s") % words


def file_name(consultation: Consultation, which: Dossier) -> str:
    words = {"name": consultation.symbol.replace("/", "-") or slugify(consultation.title)[:60]}
    if which == Dossier.MEMBERS:
        return _("dossier-%(name)s") % words
    return _("dossier-troika-%(name)s") % words


def members_for(user: Any) -> QuerySet[Consultation]:
    """The consultations whose members' dossier somebody may have: ended, and of all countries' positions a reader."""
    if not user.is_authenticated or not user.standing.holds(*CONDUCT, *SEES_ALL_COUNTRIES):
        return Consultation.objects.none()
    rounds = Round.objects.visible_to(user).exclude(stage=Stage.TROIKA)
    return Consultation.objects.visible_to(user).filter(pk__in=rounds.values("consultation"), status__in=ENDED)


def troika_for(user: Any) -> QuerySet[Consultation]:
    """The consultations whose Troika phase somebody sees."""
    rounds = Round.objects.visible_to(user).filter(stage=Stage.TROIKA)
    return Consultation.objects.visible_to(user).filter(pk__in=rounds.values("consultation"))


def pdf_kind(which: Dossier, label: Any, seen_by_person: Any) -> PrintoutKind:
    return PrintoutKind(
        name=KINDS[which],
        label=label,
        template="pdf/consultation_dossier.html",
        seen_by_person=seen_by_person,
        about=lambda pk: Consultation.objects.get(pk=pk),
        title=lambda consultation: title(consultation, which),
        file_name=lambda consultation: file_name(consultation, which),
        content=lambda consultation: content(consultation, which),
        day=lambda consultation: day_of(consultation, which),
    )


def day_of(consultation: Consultation, which: Dossier) -> date | None:
    """The day whose letterhead a dossier bears: that on which there was nothing more to add to it."""
    of_troika = consultation.opened_at or consultation.declared_at
    at = of_troika if which == Dossier.TROIKA else consultation.reported_at or consultation.declared_at
    return timezone.localdate(at) if at else None


def pdf_kinds() -> Iterable[PrintoutKind]:
    """Both, for the registry of PDFs. Nobody verifies them there: neither is public."""
    return (
        pdf_kind(Dossier.MEMBERS, gettext_lazy("Dossier of a consultation"), members_for),
        pdf_kind(Dossier.TROIKA, gettext_lazy("Dossier of a consultation, Troika phase"), troika_for),
    )
