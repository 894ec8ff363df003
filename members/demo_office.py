"""What makes a first look at the demonstration alive: circulars, an invitation to decide, a deputy, a news item.

Each comes by the step of the workflow that people take, letters included, and once: the record of steps is only added
to, so what somebody has dealt with or taken away since does not come back at the next start, and nobody is written to
again.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from crm_portal.common.audit.models import Deed
from crm_portal.site import newsroom, reporting
from crm_portal.site.models import ActivityReport, News
from members import circulars, invitations, substitutions
from members.models import Circular, CircularReceipt, Institution, Invitation, Mandate, Party, Substitution, User
from members.models.people import DEMO_DOMAIN
from members.roles import Role

REPLY_WITHIN = timedelta(days=14)
ACKNOWLEDGED_BY = ("ca", "mx", "pa")
"""The countries that have the circular; the others are still waited for."""

SENT: dict[str, Any] = {
    "subject_es": "Demostración: próxima reunión de puntos focales",
    "subject_en": "Demo: next meeting of the focal points",
    "text_es": (
        "Esta circular es ficticia. La Presidencia Pro-Témpore propone una reunión virtual de los puntos focales y "
        "pide que cada país indique a qué institución traslada este aviso."
    ),
    "text_en": (
        "This circular is fictional. The Presidency Pro-Témpore proposes a virtual meeting of the focal points, and "
        "asks each country to say to which institution it passed this notice on."
    ),
}
DRAFT: dict[str, Any] = {
    "subject_es": "Demostración: borrador sobre el calendario del año",
    "subject_en": "Demo: draft on the calendar of the year",
    "text_es": "Este borrador es ficticio. Solo quienes redactan circulares lo ven hasta que se envíe.",
    "text_en": "This draft is fictional. Only those who write circulars see it until it is sent.",
}

TOLD: dict[str, Any] = {
    "title_es": "Demostración: comienza el ciclo de reuniones",
    "title_en": "Demo: the round of meetings begins",
    "summary_es": "Noticia ficticia: muestra cómo se ve una noticia en la portada, en la lista y en su página.",
    "summary_en": "A fictional news item: it shows how one looks on the home page, in the list and on its own page.",
    "text_es": (
        "Esta noticia es **ficticia**.\n\n## Qué muestra\n\n- que una noticia se escribe en ambos idiomas;\n"
        "- que puede tener encabezados, listas y [enlaces](/es/documentos/)."
    ),
    "text_en": (
        "This news item is **fictional**.\n\n## What it shows\n\n- that news is written in both languages;\n"
        "- that it may have headings, lists and [links](/en/documents/)."
    ),
}

REPORTED: dict[str, tuple[str, str]] = {
    "introduction": (
        "Este informe es **ficticio**: muestra cómo la Secretaría da cuenta de un semestre.",
        "This report is **fictional**: it shows how the Secretariat accounts for a half-year.",
    ),
    "activities": (
        "La Secretaría apoyó a la Presidencia Pro-Témpore y preparó las reuniones del semestre:\n\n"
        "- convocatorias y agendas;\n- logística y documentos;\n- seguimiento de acuerdos.",
        "The Secretariat supported the Presidency Pro-Témpore and prepared the meetings of the half-year:\n\n"
        "- convocations and agendas;\n- logistics and papers;\n- follow-up of what was agreed.",
    ),
    "governments": ("Reuniones ficticias con dos cancillerías.", "Fictional meetings with two foreign ministries."),
    "bodies": ("Intercambio ficticio con otro proceso consultivo.", "A fictional exchange with another process."),
    "non_government": ("Una reunión ficticia con la RROCM.", "A fictional meeting with the RNCOM."),
    "extra_tasks": ("Ninguna.", "None."),
    "outlook": ("El próximo semestre se prepara la Conferencia.", "The next half-year the Conference is prepared."),
}


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if not has_happened("members.send_circular"):
        make_circulars(account("ppt"), account("st-coord"))
    if not has_happened("members.propose_invitation"):
        propose(account("focal-mx"))
    if not has_happened("members.name_substitution"):
        name_deputy(account("hod"), account("focal-mx"))
    if not has_happened("site.publish_news"):
        newsroom.publish(News.objects.create(**TOLD), by=account("st-coord"))


def load_report() -> None:
    """The report on the last half-year, issued once everything else of the demonstration is there."""
    if has_happened("site.issue_activityreport"):
        return
    coordinator = account("st-coord")
    half = reporting.HalfYear.ended_by(timezone.localdate())
    report = reporting.begin(ActivityReport(starts_on=half.starts_on, last_on=half.last_on), by=coordinator)
    for place, (spanish, english) in REPORTED.items():
        words: dict[str, Any] = {"text_es": spanish, "text_en": english}
        report.texts.filter(place=place).update(**words)
    reporting.issue(report, by=coordinator)


def has_happened(verb: str) -> bool:
    """Whether anybody has ever taken this step here."""
    return Deed.objects.filter(verb=verb).exists()


def account(name: str) -> User:
    """A demonstration account."""
    return User.objects.get(email=f"{name}@{DEMO_DOMAIN}")


def make_circulars(presidency: User, coordinator: User) -> None:
    """A circular that some countries have acknowledged, and a draft."""
    now = timezone.now()
    Circular.objects.create(**DRAFT, drafted_by=coordinator, drafted_at=now)
    reply_by = timezone.localdate(now) + REPLY_WITHIN
    sent = Circular.objects.create(**SENT, drafted_by=presidency, drafted_at=now, reply_by=reply_by)
    circulars.send(sent, by=presidency)
    for slug in ACKNOWLEDGED_BY:
        names: dict[str, Any] = {"name_es": "Demostración: institución", "name_en": "Demo: institution"}
        institution, _made = Institution.objects.get_or_create(party=Party.objects.get(slug=slug), **names)
        receipt = CircularReceipt.objects.get(circular=sent, party__slug=slug)
        circulars.acknowledge(receipt, by=account(f"focal-{slug}"), passed_on_to=[institution])


def propose(focal: User) -> None:
    """An invitation that waits for the Secretariat's decision."""
    invitation = Invitation(
        email=f"invitation@{DEMO_DOMAIN}",
        full_name="Demo: invited person",
        party=Party.objects.get(slug="mx"),
        role=Role.RCGM,
        proposed_at=timezone.now(),
        proposed_by=focal,
    )
    invitations.propose(invitation, by=focal)


def name_deputy(away: User, deputy: User) -> None:
    """A substitution that waits for the deputy's word."""
    begins = timezone.localdate() + timedelta(days=7)
    mandate = Mandate.objects.get(user=away)
    substitution = Substitution(
        mandate=mandate, deputy=deputy, valid_from=begins, valid_until=begins + timedelta(days=14)
    )
    substitutions.name(substitution, by=away)
