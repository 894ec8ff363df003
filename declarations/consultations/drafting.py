"""Writing the proposed course of action, in both languages and with its attachments. Source, lines 709-714."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations.locking import locked
from declarations.consultations.transitions import TEXT_IS_WRITTEN
from declarations.models import Consultation, ConsultationText, Round, TextAttachment

DOOR = "consultation"
Status = Consultation.Status


@transaction.atomic
def begin(kind: str, texts: Mapping[str, str], *, files: Iterable[CheckedUpload] = (), by: Any) -> Consultation:
    """A new draft; `texts` has title and text in each language: `title_es`, `title_en`, `text_es`, `text_en`."""
    consultation = Consultation.objects.create(kind=kind, begun_by=by, **of("title", texts))
    put(consultation, texts, files, (), by)
    audit.record("declarations.begin_consultation", consultation, by=by)
    return consultation


@transaction.atomic
def write(
    consultation: Consultation,
    texts: Mapping[str, str],
    *,
    files: Iterable[CheckedUpload] = (),
    taken_away: Collection[int] = (),
    seen: str = "",
    by: Any,
) -> ConsultationText:
    """Change the text, and while nobody was asked yet the title. What a round was held on stays: a new version follows.

    `taken_away` has the numbers of attachments that go, `seen` is the mark of the text that was changed. Raises
    TransitionNotAllowed while others have the text, and where somebody else has changed it in the meantime.
    """
    consultation = locked(consultation.pk)
    if consultation.status not in TEXT_IS_WRITTEN:
        raise TransitionNotAllowed(_("The text is with those who were asked: it is not changed now."))
    if seen and seen != mark(consultation.texts.latest("number")):
        raise TransitionNotAllowed(
            _("Somebody else has changed the text since you opened it. Save once more to put yours in its place.")
        )
    if consultation.opened_at is None:
        for name, value in of("title", texts).items():
            setattr(consultation, name, value)
        consultation.save()  # all of it: modeltranslation keeps a text in three columns
    text = put(consultation, texts, files, taken_away, by)
    audit.record("declarations.write_consultation", consultation, by=by, number=text.number)
    return text


def put(
    consultation: Consultation,
    texts: Mapping[str, str],
    files: Iterable[CheckedUpload],
    taken_away: Collection[int],
    by: Any,
) -> ConsultationText:
    """The text as it now reads: in the version that no round has been held on, or in the next one."""
    last = consultation.texts.order_by("-number").first()
    kept = list(last.attachments.exclude(pk__in=taken_away)) if last else []
    if last is None or Round.objects.filter(text=last).exists():
        text = ConsultationText(consultation=consultation, number=last.number + 1 if last else 1)
    else:
        text = last
        last.attachments.filter(pk__in=taken_away).delete()
    for name, value in of("text", texts).items():
        setattr(text, name, value)
    text.written_by, text.written_at = by, timezone.now()
    text.save()
    if text != last:
        TextAttachment.objects.bulk_create(TextAttachment(text=text, file_id=one.file_id) for one in kept)
    for upload in files:
        TextAttachment.objects.create(text=text, file=store(upload, by=by, door=DOOR))
    return text


def of(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A text in both languages, without blanks around it and with one sort of line break."""
    return {f"{name}_{code}": texts[f"{name}_{code}"].replace("\r\n", "\n").strip() for code in ("es", "en")}


def mark(text: ConsultationText) -> str:
    """Tells one state of a text from another."""
    return f"{text.number}-{text.written_at.isoformat()}"


def newest_text(consultation: Consultation, *, seen: str = "") -> ConsultationText:
    """The text to be sent now; `seen` is the mark of the one that was looked at before.

    Raises TransitionNotAllowed where it lacks a language, or the title does, and where it was changed in the meantime.
    """
    text = consultation.texts.latest("number")
    if seen and seen != mark(text):
        raise TransitionNotAllowed(_("The text was changed in the meantime: look at it again before you send it."))
    if not is_in_both_languages(text, "text") or not is_in_both_languages(consultation, "title"):
        raise TransitionNotAllowed(
            _("A consultation goes out in both languages: complete the title and the text first.")
        )
    if text.attachments.exclude(file__scan="clean").exists():
        raise TransitionNotAllowed(_("An attachment is not free for others yet: take it away, or try again later."))
    return text
