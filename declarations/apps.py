from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry
from crm_portal.common.access import Level
from crm_portal.common.files.doors import Door, doors
from crm_portal.common.outbox import kinds as letter_kinds
from crm_portal.common.pdf import kinds as pdf_kinds
from crm_portal.common.retention import retentions
from crm_portal.common.verifying import verifiers

if TYPE_CHECKING:
    from crm_portal.common.files.models import PrivateFile

SHOWN_TO_ALL = (
    "Axis",
    "Theme",
    "Subtheme",
    "Document",
    "DocumentVersion",
    "DocumentTheme",
    "DocumentRelation",
    "Paragraph",
)
"""The models that public pages show."""

NOT_CHANGES = ["text_state", "text_attempts", "text_begun_at", "attempts"]
"""Of a version: what the worker notes, which is nobody's change."""

DEEDS = {
    "declarations.add_version": _("added a version"),
    "declarations.provisional_document": _("made the document provisional"),
    "declarations.final_document": _("made the document final"),
    "declarations.reopen_document": _("opened the document again"),
    "declarations.publish_document": _("published the document"),
    "declarations.withdraw_document": _("withdrew the document"),
    "declarations.open_document": _("opened the document to somebody"),
    "declarations.close_document": _("closed the document to somebody to whom it was opened"),
}


def readable_files(user: Any) -> Q:
    """The files of the versions that somebody may read: as they were brought where drafts are read, else the copy."""
    from declarations.models import DocumentVersion

    versions = DocumentVersion.objects.visible_to(user)
    return Q(pk__in=versions.filter(frozen_at=None).values("file")) | Q(pk__in=versions.values("public_file"))


def record_reading(request: HttpRequest, file: "PrivateFile") -> None:
    """Keep that somebody read a closed-door paper: no record, no view."""
    from declarations.models import DocumentVersion
    from declarations.reading import record

    version = DocumentVersion.objects.filter(Q(file=file.pk) | Q(public_file=file.pk)).select_related("document").get()
    record(request.user, version.document, "download")


def has_papers(user: Any) -> bool:
    """Whether somebody's seat opens papers; others may be admitted to one, and find it by its address."""
    from members.matrix import AGENDA_PAPER, PLENARY_PAPER

    return bool(user.standing.holds(*(PLENARY_PAPER.roles(Level.READ) | AGENDA_PAPER.roles(Level.READ))))


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = _("Documents and declarations")

    def ready(self) -> None:
        from crm_portal.common.pdf.models import Printout
        from declarations import (
            history_loader,
            instruments,
            library,
            queues,
            reported,
            search,
            words,
        )  # models, so not before the apps are ready
        from declarations.consultations import (
            at_handover,
            attachments,
            deadlines,
            deeds,
            demo,
            dossier,
            drafting,
            letters,
            personal_data,
            worklist,
        )
        from declarations.consultations import reported as reported_of_consultations
        from declarations.consultations import search as search_of_consultations
        from declarations.models import (
            Addressee,
            DocumentGrant,
            DocumentRelation,
            DocumentTheme,
            DocumentVersion,
            OldAddress,
            TextAttachment,
        )
        from declarations.publishing import DOOR
        from declarations.verifying import versions_of

        audit.keep_history(DocumentVersion, exclude=NOT_CHANGES)  # translated: translation.py
        for model in (DocumentGrant, DocumentRelation, DocumentTheme, OldAddress, Addressee, TextAttachment):
            audit.keep_history(model)
        doors.add(Door(DOOR, readable=readable_files, record_read=record_reading))
        doors.add(Door(drafting.DOOR, readable=attachments.readable_files))
        pdf_kinds.register(instruments.kind(), *dossier.pdf_kinds())
        verifiers.append(versions_of)
        registry.deed_labels.update(DEEDS | deeds.DEEDS)
        registry.home_panels.add(
            registry.HomePanel("documents", 10, "declarations/_home_documents.html", lambda request: library.latest())
        )
        registry.moments.append(library.has_opened)
        registry.navigation.add(registry.Entry(65, _("Documents"), "declarations:document-list"))
        letter_kinds.register(*letters.KINDS)
        registry.intranet_pages.add(
            registry.IntranetEntry(
                24,
                _("Consultations"),
                "declarations:consultation-list",
                lambda user: user.has_perm("declarations.read_consultation"),
            ),
            registry.IntranetEntry(25, _("Papers"), "declarations:paper-list", has_papers),
        )
        registry.desk_notices.append(queues.waiting_translations)
        registry.footer.add(registry.Entry(5, _("Plan of Action"), "declarations:plan"))
        registry.history_loaders.add(
            registry.HistoryLoader(20, history_loader.load), registry.HistoryLoader(90, lambda loading: words.renew())
        )
        registry.demo_loaders.add(registry.DemoLoader(20, demo.load))
        registry.worklists.add(registry.Worklist(18, worklist.tasks))
        registry.calendars.add(registry.Calendar(18, deadlines.events))
        registry.handover_sections.add(registry.HandoverSection(20, _("Consultations"), at_handover.tasks))
        registry.personal_data.add(personal_data.PART)
        retentions.add(*personal_data.RETENTIONS)
        registry.report_sections.add(reported.SECTION, reported_of_consultations.SECTION)
        registry.search_sources.add(search.SOURCE, search_of_consultations.SOURCE)
        registry.public_pages.add(registry.PublicPages(20, public_pages))
        registry.public_rows.add(registry.PublicRows(20, "declarations:document-detail", public_documents))
        registry.api_routers.add(registry.ApiRouter(20, "declarations.api.router"))
        registry.public_tables.update(self.get_model(name)._meta.db_table for name in SHOWN_TO_ALL)
        registry.public_tables.add(Printout._meta.db_table)  # a document's page leads to its PDF


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The public pages of this app that are no row's, by URL name and arguments."""
    yield "declarations:document-list", ()
    yield "declarations:declaration-list", ()
    yield "declarations:plan", ()


def public_documents() -> Any:
    """Every document for everybody, by its symbol, with its last change."""
    from declarations.models import Document

    return Document.objects.public().with_changes().order_by("pk").values_list("symbol", "changed_at")
