"""Keeping the dossier of a consultation as a document, once there is nothing more to add to it.

The members' is due when the result was reported to them, or the consultation withdrawn from them; the Troika's when the
text went on to the members, or an outcome ended it before: no round of the Troika follows either. Both languages are
printed first, and filed together.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone, translation

from crm_portal.common.audit.tracking import history_of
from crm_portal.common.files import kinds
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.uploads import CheckedUpload, checked
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from declarations import publishing
from declarations.consultations.dossier import KINDS, LANGUAGES, Dossier, title
from declarations.consultations.locking import locked
from declarations.consultations.sweeping import each_by_itself
from declarations.models import Consultation, Document, Round
from members.audience import TROIKA_BODY
from members.models import Audience, Body

FILE_TASK = "declarations.tasks.file_dossiers"
AGAIN_AFTER = timedelta(hours=1)
"""How long a dossier that could not be printed waits before it is asked for once more."""
Status, Stage = Consultation.Status, Round.Stage

SETTLED = {
    Dossier.MEMBERS: Q(status=Status.REPORTED)
    | Q(status=Status.DECLARED, outcome=Consultation.Outcome.WITHDRAWN, opened_at__isnull=False),
    Dossier.TROIKA: Q(opened_at__isnull=False) | Q(status=Status.DECLARED),
}
"""When there is nothing more to add. What was withdrawn may be reported all the same: then a second version follows."""
FIELDS = {Dossier.MEMBERS: "dossier", Dossier.TROIKA: "troika_dossier"}


def keep() -> int:
    """Ask for the PDFs that are due and file those that are ready; how many dossiers were filed."""
    filed: list[Document] = []

    def take(number: int, which: Dossier) -> None:
        ask_where_due(number, which)
        if document := file_when_ready(number, which):
            filed.append(document)

    due = [(number, which) for which in Dossier for number in to_be_filed(which).values_list("pk", flat=True)]
    each_by_itself([partial(take, number, which) for number, which in due])
    return len(filed)


def to_be_filed(which: Dossier) -> Any:
    """The consultations with rounds for a dossier to which nothing more is added, but for those filed long since."""
    of_troika = Q(stage=Stage.TROIKA) if which == Dossier.TROIKA else ~Q(stage=Stage.TROIKA)
    rounds = Round.objects.filter(of_troika, consultation=OuterRef("pk"))
    unfiled = Q(**{FIELDS[which]: None})
    if which == Dossier.MEMBERS:
        unfiled |= Q(status=Status.REPORTED, outcome=Consultation.Outcome.WITHDRAWN)
    return Consultation.objects.filter(SETTLED[which], unfiled, Exists(rounds)).order_by("pk")


def settled_at(consultation: Consultation, which: Dossier) -> datetime:
    """Since when it is so, by the record of changes: what was printed earlier lacks something."""
    states = history_of(Consultation).objects.filter(SETTLED[which], pgh_obj=consultation.pk).order_by()
    if which == Dossier.MEMBERS:  # a report may follow what was withdrawn
        states = states.filter(status=consultation.status)
    found: datetime = states.aggregate(since=Min("pgh_created_at"))["since"]
    return found


def is_filed(consultation: Consultation, which: Dossier, since: datetime) -> bool:
    """Whether it is kept as it stands. What the desk has withdrawn is not filed anew."""
    document: Document | None = getattr(consultation, FIELDS[which])
    if document is None:
        return False
    return document.is_withdrawn or document.versions.filter(added_at__gte=since).exists()


def printed(consultation: Consultation, which: Dossier, since: datetime) -> Any:
    """The PDFs that were asked for here since there was nothing more to add.

    Others may ask while the last step is being taken: theirs are not filed.
    """
    return Printout.objects.of(KINDS[which], consultation).filter(asked_by=None, asked_at__gte=since)


@transaction.atomic
def ask_where_due(number: int, which: Dossier) -> None:
    """Have both PDFs made, each once; one that failed is tried again later."""
    consultation = locked(number)
    since = settled_at(consultation, which)
    if is_filed(consultation, which, since):
        return
    lately = Q(asked_at__gt=timezone.now() - AGAIN_AFTER)
    asked = printed(consultation, which, since).filter(~Q(state=Printout.State.FAILED) | lately)
    for language in sorted({*LANGUAGES} - {*asked.values_list("language", flat=True)}):
        pdf.ask(KINDS[which], consultation, language=language, by=None)


@transaction.atomic
def file_when_ready(number: int, which: Dossier) -> Document | None:
    """The dossier as a published document in both languages; None where it is filed, or not printed yet."""
    consultation = locked(number)
    since = settled_at(consultation, which)
    if is_filed(consultation, which, since):
        return None
    ready = printed(consultation, which, since).filter(state=Printout.State.READY).select_related("file")
    files = {one.language: upload(one.file) for one in ready.order_by("made_at") if one.file}
    if files.keys() != {*LANGUAGES}:
        return None
    by = filed_by(consultation, which)
    document = getattr(consultation, FIELDS[which]) or begin(consultation, which)
    publishing.publish_own(document, files, by=by)
    setattr(consultation, FIELDS[which], document)
    consultation.save(update_fields=[FIELDS[which]])
    return document


def upload(file: PrivateFile) -> CheckedUpload:
    """The very bytes of a PDF, to be put away once more: its own row goes on being a PDF that somebody may ask for."""
    with file.open() as content:
        return checked(file.name, kinds.PDF, ContentFile(content.read()))


def begin(consultation: Consultation, which: Dossier) -> Document:
    """The document, a draft as yet, for those who have seen the rounds that it is about."""
    of_troika = which == Dossier.TROIKA
    at = timezone.localdate(consultation.opened_at if of_troika and consultation.opened_at else ended_at(consultation))
    return Document.objects.create(
        kind=Document.Kind.REPORT,
        audience=Audience.TROIKA if of_troika else Audience.CONSULTED,
        body=Body.objects.get(slug=TROIKA_BODY) if of_troika else None,
        year=at.year,
        dated_on=at,
        authentic_language=Document.Authentic.BOTH,
        **titles(consultation, which),
    )


def ended_at(consultation: Consultation) -> datetime | None:
    return consultation.reported_at or consultation.declared_at


def titles(consultation: Consultation, which: Dossier) -> dict[str, str]:
    """What it is called in each language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[f"title_{language}"] = title(consultation, which)
    return found


def filed_by(consultation: Consultation, which: Dossier) -> Any:
    """Whose step left nothing more to add."""
    if which == Dossier.MEMBERS:
        return consultation.reported_by or consultation.declared_by
    first = consultation.rounds.exclude(stage=Stage.TROIKA).order_by("sent_at", "pk").first()
    return first.sent_by if first else consultation.declared_by
