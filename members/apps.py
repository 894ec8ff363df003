from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry, retention
from crm_portal.common.files.doors import Door, doors
from crm_portal.common.outbox import kinds
from crm_portal.common.pdf import kinds as pdf_kinds
from crm_portal.common.pdf import letterhead

SHOWN_TO_ALL = (
    "Party",
    "PartyAlias",
    "PartyStatus",
    "Partnership",
    "Body",
    "Post",
    "Attendance",
    "PresidencyTerm",
    "Provision",
)
"""The models that public pages show."""


DEEDS = {
    "members.propose_invitation": _("proposed the invitation"),
    "members.approve_invitation": _("approved the invitation"),
    "members.refuse_invitation": _("refused the invitation"),
    "members.send_again_invitation": _("sent the invitation again"),
    "members.withdraw_invitation": _("withdrew the invitation"),
    "members.accept_invitation": _("accepted the invitation"),
    "members.confirm_mandate": _("confirmed the entry"),
    "members.end_mandate": _("ended the mandate"),
    "members.name_substitution": _("named a deputy"),
    "members.accept_substitution": _("accepted to act as deputy"),
    "members.end_substitution": _("ended the substitution"),
    "members.send_circular": _("sent the circular"),
    "members.acknowledge_circular": _("acknowledged the circular"),
    "members.print_handover": _("had the handover file made"),
    "members.send_link": _("sent a link to choose a password"),
    "members.change_address": _("changed the e-mail address"),
    "members.warn_of_closing": _("was warned that the account closes"),
    "members.erase_former": _("was taken out of the record of changes, as far as it named somebody"),
    "members.view_as": _("looked through another role"),
    "members.view_as_oneself": _("stopped looking through another role"),
}
"""What the steps of this app's workflows are called in an object's history."""


def readable_attachments(user: Any) -> Q:
    """The attachments of circulars that somebody may read."""
    from members.models import Circular

    return Q(pk__in=Circular.objects.visible_to(user).values("attachment"))


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members and bodies")

    def ready(self) -> None:
        import members.checks  # noqa: F401  # registers itself
        from members import (
            demo,
            demo_office,
            handover,
            history_loader,
            intranet,
            letters,
            personal_data,
            presentation,
            readers,
            reported,
            retained,
            search,
            sessions,
        )  # models: once the apps are ready
        from members.models import (
            Circle,
            CircleAdmission,
            CircularReceipt,
            FactorReset,
            Invitation,
            Mandate,
            Party,
            PartyAlias,
            Substitution,
            User,
        )

        audit.keep_history(
            User, exclude=["password", "last_login", "session_epoch", "phone"]
        )  # translated models: translation.py
        for model in (PartyAlias, Mandate, Substitution, CircularReceipt, FactorReset, Circle, CircleAdmission):
            audit.keep_history(model)
        audit.keep_history(Invitation, exclude=["token_digest"])
        sessions.watch()
        registry.navigation.add(
            registry.Entry(10, _("Home"), "home"),
            registry.Entry(20, _("The Conference"), "members:about"),
            registry.Entry(30, _("How it works"), "members:structure"),
            registry.Entry(40, _("Members"), "members:member-list"),
            registry.Entry(50, _("Observers"), "members:observer-list"),
            registry.Entry(60, _("Presidency"), "members:presidency"),
        )
        registry.footer.add(
            registry.Entry(10, _("Civil society"), "members:civil-society"),
            registry.Entry(20, _("Partner organisations"), "members:partnership-list"),
            registry.Entry(70, _("Contact"), "members:contact"),
            registry.Entry(90, _("Accessibility"), "accessibility"),
        )
        registry.home_panels.add(
            registry.HomePanel("hero", 10, "members/_home_presidency.html", presentation.home_presidency),
            registry.HomePanel("history", 10, "members/_home_terms.html", presentation.home_terms),
        )
        registry.search_sources.add(search.SOURCE)
        registry.figures.add(registry.Figures(10, presentation.figures))
        from members.matrix import (  # these are read by the pages below
            ACCESS_LOG,
            AUDIT_TRAIL,
            CIRCULAR,
            DIRECTORY_OWN,
            SUBSTITUTION,
        )

        registry.intranet_pages.add(
            registry.IntranetEntry(10, _("What waits for me"), "intranet"),
            registry.IntranetEntry(
                20, _("Circulars"), "members:circular-list", lambda user: user.standing.level(CIRCULAR) > 0
            ),
            registry.IntranetEntry(
                30, _("Directory"), "members:directory", lambda user: user.standing.level(DIRECTORY_OWN) > 0
            ),
            registry.IntranetEntry(40, _("People"), "members:people", intranet.keeps_people, under="members:directory"),
            registry.IntranetEntry(50, _("Calendar"), "members:calendar"),
            registry.IntranetEntry(
                60,
                _("Substitutions"),
                "members:substitutions",
                lambda user: user.standing.level(SUBSTITUTION) > 0,
                under="members:directory",
            ),
            registry.IntranetEntry(
                65, _("Handover"), "members:handover-list", lambda user: user.has_perm("members.read_handover")
            ),
            registry.IntranetEntry(70, _("My profile"), "members:profile"),
            registry.IntranetEntry(
                80,
                _("View as"),
                "members:view-as",
                lambda user: user.has_perm("members.view_as_another"),
                under="members:profile",
            ),
            registry.IntranetEntry(
                85, _("Access log"), "audit:access-list", lambda user: user.standing.level(ACCESS_LOG) > 0
            ),
            registry.IntranetEntry(
                86, _("Record of changes"), "audit:trail-list", lambda user: user.standing.level(AUDIT_TRAIL) > 0
            ),
            registry.IntranetEntry(90, _("Who may see what"), "access-matrix", under="members:profile"),
        )
        kinds.register(*letters.KINDS)
        pdf_kinds.register(handover.file_kind())
        letterhead.sources.append(handover.letterhead)
        registry.handover_sections.add(*handover.SECTIONS)
        registry.report_sections.add(reported.SECTION)
        registry.holders.append(readers.holders)
        doors.add(Door("circular", readable=readable_attachments))
        registry.deed_labels.update(DEEDS)
        registry.worklists.add(registry.Worklist(10, intranet.tasks))
        registry.calendars.add(registry.Calendar(10, intranet.events))
        registry.party_names.append(
            lambda numbers: dict(Party.objects.filter(pk__in=numbers).values_list("pk", "name"))
        )
        registry.desk_notices.append(presentation.missing_presidency)
        registry.history_loaders.add(registry.HistoryLoader(10, history_loader.load))
        registry.demo_loaders.add(registry.DemoLoader(10, demo.load), registry.DemoLoader(11, demo_office.load))
        registry.demo_loaders.add(registry.DemoLoader(90, demo_office.load_report))
        registry.personal_data.add(*personal_data.PARTS)
        retention.retentions.add(*retained.RETENTIONS)
        registry.public_pages.add(registry.PublicPages(10, public_pages))
        registry.api_routers.add(registry.ApiRouter(10, "members.api.router"))
        registry.public_tables.update(self.get_model(name)._meta.db_table for name in SHOWN_TO_ALL)


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every public page of this app, by URL name and arguments."""
    from members.models import Body, Party, PartyStatus

    for name in (
        "about",
        "contact",
        "structure",
        "member-list",
        "observer-list",
        "civil-society",
        "partnership-list",
        "presidency",
    ):
        yield f"members:{name}", ()
    for slug in Body.objects.presented().values_list("slug", flat=True):
        yield "members:body-detail", (slug,)
    for party in Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate()):
        yield "members:member-detail", (party.slug,)
