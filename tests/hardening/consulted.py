"""Consultations in each state, with words of their own in each text, file and reason: canaries."""

from datetime import timedelta

from django.utils import timezone

from crm_portal.common.pdf import workflow as pdf
from declarations.consultations import answering, conducting, drafting, filing_dossiers, keeping_time
from declarations.consultations.dossier import Dossier
from declarations.models import Addressee, Consultation
from members.models import Party
from tests.declarations.consulting import MEMBERS, both, cell, note, refreshed, running
from tests.members.factories import seated

CONDUCT = frozenset({"ppt", "st_coord", "st_assist"})
TROIKA = CONDUCT | {"troika"}
SEE_ALL = TROIKA | {"focal", "hod"}
COUNTRIES = SEE_ALL | {"rcgm"}
OF_MEXICO = CONDUCT | {"focal", "hod", "rcgm"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGO = 20 * DAY
"""How long since the rounds began that are over."""


class Words:
    """A consultation's words: each is put into one place, for the roles that may read it."""

    def __init__(self, made, name):
        self.made, self.name = made, name

    def of(self, part, roles):
        return self.made.word(f"{self.name}: {part}", roles)

    def text(self, part, roles):
        return f"Texto {self.of(part, roles)}"

    def both(self, part, roles):
        """A text in both languages, a word in each."""
        return {code: self.text(f"{part} {code}", roles) for code in ("es", "en")}

    def file(self, part, roles):
        return note(f"{self.of(f'{part}: file name', roles)}.txt", self.of(f"{part}: file", roles))


def add_consultations(made):
    """Those that the Presidency drafts, those before the Troika, those before the members, and those that are over."""
    people, now = made.people, timezone.now()
    people["troika_other"] = seated("troika-other", "presidency_team", "gt")
    for slug in MEMBERS:
        people[f"respondent_{slug}"] = seated(f"respondent-{slug}", "hod", slug)
    reported(made, now - AGO)
    carried_on(made, now - AGO)
    withdrawn_from_the_troika(made, now - 9 * HOUR)
    made.objects["consultation draft"] = begun(made, Words(made, "consultation draft"), CONDUCT)
    with_troika(made, now - 8 * HOUR)
    taken_back(made, now - 7 * HOUR)
    in_first_round(made, now - 6 * HOUR)
    question(made, now - 6 * HOUR)
    file_dossier(made.objects["consultation reported"], Dossier.MEMBERS)
    file_dossier(made.objects["consultation withdrawn"], Dossier.TROIKA)
    for name, row in made.objects.items():
        if isinstance(row, Consultation):
            made.objects[name] = refreshed(row)


def begun(made, words, roles, kind="procedure", of_text=None):
    """A draft: its title is for some roles, its first text with the attachment for them or for others."""
    of_text = roles if of_text is None else of_text
    titles = {f"title_{code}": f"Consulta {words.of(f'title {code}', roles)}" for code in ("es", "en")}
    texts = {f"text_{code}": text for code, text in words.both("text", of_text).items()}
    attachment = words.file("attachment", of_text)
    return drafting.begin(kind, titles | texts, files=[attachment], by=made.people["ppt"])


def rewritten(made, words, consultation, roles, part):
    """Another text, with another attachment instead of the first."""
    texts = {f"title_{code}": getattr(consultation, f"title_{code}") for code in ("es", "en")}
    texts |= {f"text_{code}": text for code, text in words.both(f"{part}: text", roles).items()}
    going = consultation.texts.latest("number").attachments.values_list("pk", flat=True)
    attachment = words.file(f"{part}: attachment", roles)
    drafting.write(consultation, texts, files=[attachment], taken_away=list(going), by=made.people["ppt"])


def agreed(made, words, consultation, at):
    """Put to the Troika, each of which agrees with a comment, and agreed upon within the hour."""
    conducting.submit(consultation, by=made.people["ppt"], now=at)
    of_troika = {"pa": made.people["troika"], "gt": made.people["troika_other"]}
    for addressee in Addressee.objects.filter(round=running(consultation)).select_related("party"):
        by, slug = of_troika.get(addressee.party.slug, made.people["ppt"]), addressee.party.slug
        comment = words.text(f"comment of {slug} in the Troika", TROIKA)
        answering.answer(addressee, "agree_comments", comment, by=by, now=at + HOUR / 4)
    conducting.agree(consultation, by=made.people["ppt"], now=at + HOUR / 2)


def says(made, words, consultation, slug, roles, at, *, choice="agree_comments", with_file=True):
    """What a country says, in its respondent's own words; Mexico's is its focal point."""
    by = made.people["focal" if slug == "mx" else f"respondent_{slug}"]
    said = words.text(f"position of {slug}", roles)
    file = words.file(f"position of {slug}", roles) if with_file else None
    answering.answer(cell(consultation, slug), choice, said, file=file, by=by, now=at)


def says_by_mail(made, words, consultation, slug, at, *, of_text, of_mail):
    said, mail = words.text(f"position by mail of {slug}", of_text), words.file(f"mail of {slug}", of_mail)
    found = cell(consultation, slug)
    answering.record_for(found, "agree_comments", said, mail=mail, by=made.people["st_coord"], now=at)


def over(made, words, at, *, missing=()):
    """Its first round is over: Canada, Panama and Mexico said something, the others agree, some have not answered.

    The United States and, once more, Mexico answered by mail.
    """
    consultation = begun(made, words, COUNTRIES)
    agreed(made, words, consultation, at - DAY)
    conducting.open_round(consultation, by=made.people["ppt"], now=at)
    says(made, words, consultation, "ca", SEE_ALL, at + HOUR)
    says(made, words, consultation, "pa", SEE_ALL, at + HOUR)
    says(made, words, consultation, "mx", COUNTRIES, at + HOUR, with_file=False)
    says_by_mail(made, words, consultation, "us", at + HOUR, of_text=SEE_ALL, of_mail=CONDUCT)
    says_by_mail(made, words, consultation, "mx", at + 2 * HOUR, of_text=COUNTRIES, of_mail=OF_MEXICO)
    for slug in {*MEMBERS} - {"ca", "pa", "us", "mx", *missing}:
        answering.answer(cell(consultation, slug), "agree", by=made.people[f"respondent_{slug}"], now=at + HOUR)
    keeping_time.keep(running(consultation).closes_at)
    return refreshed(consultation)


def reported(made, at):
    """One that was adopted after the first round, and reported; the dossier is filed."""
    words, by = Words(made, "consultation reported"), made.people["ppt"]
    consultation = over(made, words, at)
    conducting.skip(consultation, words.both("reason to skip", COUNTRIES), by=by)
    conducting.declare(consultation, "adopted", words.both("outcome", COUNTRIES), by=by)
    conducting.report(consultation, words.both("report", COUNTRIES), by=by)
    made.objects["consultation reported"] = consultation


def carried_on(made, at):
    """One whose text is being written anew after the first round, which Honduras has not answered."""
    words = Words(made, "consultation between rounds")
    consultation = over(made, words, at, missing=["hn"])
    rewritten(made, words, consultation, CONDUCT, "second round")
    made.objects["consultation between rounds"] = consultation


def withdrawn_from_the_troika(made, at):
    """One that the members never hear of; its dossier is the Troika's."""
    words = Words(made, "consultation withdrawn")
    consultation = begun(made, words, TROIKA)
    agreed(made, words, consultation, at)
    conducting.declare(consultation, "withdrawn", words.both("outcome", TROIKA), by=made.people["ppt"])
    made.objects["consultation withdrawn"] = consultation


def with_troika(made, at):
    """One that the Troika has before it, until a day; Guatemala answered, and once more by mail."""
    words, other = Words(made, "consultation with the Troika"), made.people["troika_other"]
    consultation = begun(made, words, TROIKA)
    last_on = timezone.localdate(at) + 9 * DAY
    conducting.submit(consultation, last_on=last_on, by=made.people["ppt"], now=at)
    found = cell(consultation, "gt")
    said, file = words.text("position of gt", TROIKA), words.file("position of gt", TROIKA)
    answering.answer(found, "object", said, file=file, by=other, now=at + HOUR)
    says_by_mail(made, words, consultation, "gt", at + 2 * HOUR, of_text=TROIKA, of_mail=CONDUCT)
    made.objects["consultation with the Troika"] = consultation


def taken_back(made, at):
    """One that the Troika had before it, and whose text is being written anew."""
    words = Words(made, "consultation taken back")
    consultation = begun(made, words, TROIKA)
    conducting.submit(consultation, by=made.people["ppt"], now=at)
    conducting.take_back(consultation, by=made.people["ppt"], now=at + HOUR / 2)
    rewritten(made, words, consultation, CONDUCT, "draft")
    made.objects["consultation taken back"] = consultation


def in_first_round(made, at):
    """One that runs, on another text than the first that the Troika saw; Honduras was given a day more."""
    words, by = Words(made, "consultation"), made.people["ppt"]
    consultation = begun(made, words, COUNTRIES, of_text=TROIKA)
    conducting.submit(consultation, by=by, now=at - 2 * HOUR)
    conducting.take_back(consultation, by=by, now=at - HOUR)
    rewritten(made, words, consultation, COUNTRIES, "first round")
    agreed(made, words, consultation, at - HOUR / 2)
    honduras, later = Party.objects.get(slug="hn").pk, timezone.localdate(at) + 20 * DAY
    reason = words.text("reason of another day", COUNTRIES)
    round_ = conducting.open_round(consultation, by=by, edited={honduras: later}, reasons=both(reason), now=at)
    reason = words.text("reason of more time", COUNTRIES)
    conducting.extend(round_, until=timezone.localdate(at) + 25 * DAY, reasons=both(reason), by=by, now=at + HOUR)
    says(made, words, consultation, "ca", CONDUCT, at + HOUR, choice="object")
    says(made, words, consultation, "pa", TROIKA, at + HOUR)
    says(made, words, consultation, "mx", OF_MEXICO, at + HOUR)
    says_by_mail(made, words, consultation, "us", at + HOUR, of_text=CONDUCT, of_mail=CONDUCT)
    says_by_mail(made, words, consultation, "mx", at + 2 * HOUR, of_text=OF_MEXICO, of_mail=OF_MEXICO)
    made.objects["consultation"] = consultation
    made.objects["round"], made.objects["cell"] = running(consultation), cell(consultation, "mx")


def question(made, at):
    """A simple one, which Canada has answered."""
    words = Words(made, "simple consultation")
    consultation = begun(made, words, COUNTRIES, kind="question")
    last_on = timezone.localdate(at) + 9 * DAY
    conducting.ask_members(consultation, last_on=last_on, by=made.people["ppt"], now=at)
    says(made, words, consultation, "ca", CONDUCT, at + HOUR)
    made.objects["simple consultation"] = consultation


def file_dossier(consultation, which):
    """Print one that is due, and file it."""
    filing_dossiers.ask_where_due(consultation.pk, which)
    while pdf.make_next():
        pass
    filing_dossiers.file_when_ready(consultation.pk, which)


def consultations(world):
    return [row for row in world.objects.values() if isinstance(row, Consultation)]


def addresses(world):
    """Every page and every file of the consultations, for whoever guesses a number."""
    for row in consultations(world):
        yield from (f"/{at}/{row.pk}/" for at in ("en/intranet/consultations", "es/intranet/consultas"))
        steps = ("text", "send", "skip", "outcome", "report", "time", *(f"do/{verb}" for verb in ("remind", "agree")))
        yield from (f"/en/intranet/consultations/{row.pk}/{step}/" for step in steps)
        yield from (f"/admin/declarations/consultation/{row.pk}/{verb}/" for verb in ("change", "history"))
        for text in row.texts.all():
            yield from (one.file.get_absolute_url() for one in text.attachments.select_related("file"))
        for document in filter(None, (row.dossier, row.troika_dossier)):
            yield document.get_absolute_url()
            yield f"/admin/declarations/document/{document.pk}/change/"
            yield from (version.served_file.get_absolute_url() for version in document.versions.all())
        for addressee in Addressee.objects.filter(round__consultation=row):
            yield f"/en/intranet/consultations/rounds/{addressee.round_id}/"
            yield from (f"/en/intranet/consultations/answers/{addressee.pk}/{page}" for page in ("", "mail/"))
            positions = addressee.positions.filter(file__isnull=False).select_related("file")
            yield from (position.file.get_absolute_url() for position in positions)
