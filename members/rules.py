"""Who may do what with parties, bodies, people and their mandates. The levels are those of members/matrix.py."""

from typing import Any

import rules

from crm_portal.common.access import Level, Protected, on_the_desk
from crm_portal.site.models import ActivityReport, News
from members.matrix import (
    ACCOUNT,
    ACTIVITY_REPORT,
    CIRCULAR,
    DIRECTORY_OWN,
    DRAFT_NEWS,
    FACTOR_RESET,
    FILE_LIST,
    HANDOVER,
    INVITATION,
    LETTER,
    MANDATE,
    NEWS,
    PUBLIC_TEXT,
    RECORD,
    SUBSTITUTION,
)
from members.models import Circular, Invitation, Mandate, User
from members.models.circulars import WRITERS
from members.roles import MAY_BE_PROPOSED, SEATED, SECRETARIAT, TROIKA, Role


def reaches(protected: Protected, level: Level) -> Any:
    """A predicate: whether a person's roles reach a level of a kind of object."""

    @rules.predicate(f"{protected.name}:{level.name.lower()}")
    def holds(user: Any) -> bool:
        return bool(user.standing.level(protected) >= level)

    return holds


writes_records = reaches(RECORD, Level.WRITE)
RECORDS = [
    "announcedholiday",
    "attendance",
    "body",
    "institution",
    "partnership",
    "party",
    "partyalias",
    "partystatus",
    "post",
    "presidencyterm",
    "provision",
]
on_the_desk("members", RECORDS, writes_records, writes_records)
rules.add_perm("members.delete_announcedholiday", writes_records)  # one entered in error, or called off
on_the_desk("members", ["user"], reaches(ACCOUNT, Level.WRITE), reaches(ACCOUNT, Level.WRITE))
on_the_desk("members", ["mandate", "substitution"], reaches(MANDATE, Level.READ), reaches(MANDATE, Level.WRITE))


@rules.predicate
def is_within_reach(user: User, account: User | None) -> bool:
    """Whoever could take over a break-glass account could become one: only another such account touches it."""
    return account is None or not account.is_superuser or user.is_superuser


rules.add_perm("members.send_link_user", reaches(ACCOUNT, Level.WRITE) & is_within_reach)
rules.add_perm("members.ask_factorreset", reaches(FACTOR_RESET, Level.WRITE))

writes_letters = reaches(LETTER, Level.WRITE)
on_the_desk("outbox", ["letter", "addresstrouble"], writes_letters, writes_letters)
for verb in ("queue", "resend", "confirm_sent", "cancel"):
    rules.add_perm(f"outbox.{verb}_letter", writes_letters)
rules.add_perm("outbox.delete_addresstrouble", writes_letters)  # an address that works again
writes_public_texts = reaches(PUBLIC_TEXT, Level.WRITE)
on_the_desk("site", ["notice"], writes_public_texts, writes_public_texts)
on_the_desk("site", ["pagetext"], writes_public_texts, writes_public_texts)
rules.set_perm("site.add_pagetext", rules.always_deny)  # which places there are is the pages' affair


@rules.predicate
def writes_news(user: User, news: News | None) -> bool:
    """Whoever writes drafts; what is published, whoever publishes."""
    if news is not None and news.status == News.Status.PUBLISHED:
        return bool(user.standing.level(NEWS) >= Level.APPROVE)
    return bool(user.standing.level(DRAFT_NEWS) >= Level.WRITE)


on_the_desk("site", ["news"], reaches(DRAFT_NEWS, Level.READ), writes_news)
for verb in ("publish", "take_back"):
    rules.add_perm(f"site.{verb}_news", reaches(NEWS, Level.APPROVE))


@rules.predicate
def is_draft_report(user: User, report: ActivityReport | None) -> bool:
    """What is issued stays as it is, whoever asks."""
    return report is None or not report.is_issued


writes_reports = reaches(ACTIVITY_REPORT, Level.WRITE)
on_the_desk("site", ["activityreport"], writes_reports, writes_reports & is_draft_report)
on_the_desk("site", ["reporttext"], writes_reports, writes_reports)
rules.add_perm("site.delete_reporttext", writes_reports)  # a part that a report does without
rules.add_perm("site.read_activityreport", reaches(ACTIVITY_REPORT, Level.READ))
rules.add_perm("site.issue_activityreport", reaches(ACTIVITY_REPORT, Level.APPROVE))
rules.add_perm("site.send_activityreport", writes_reports & writes_letters)
rules.add_perm("site.correct_activityreport", writes_reports)
on_the_desk("files", ["privatefile"], reaches(FILE_LIST, Level.READ), rules.always_deny)
on_the_desk("members", ["invitation"], reaches(INVITATION, Level.READ), reaches(INVITATION, Level.APPROVE))
on_the_desk("members", ["circular"], reaches(CIRCULAR, Level.COMMENT), reaches(CIRCULAR, Level.COMMENT))


@rules.predicate
def is_own_country(user: User, party_id: int) -> bool:
    """Whether somebody is a focal point of the country."""
    return party_id in own_countries(user)


def own_countries(user: User) -> list[int]:
    """The countries whose focal point somebody is."""
    return user.standing.own_countries


@rules.predicate
def may_propose(user: User, invitation: Invitation | None) -> bool:
    """A focal point proposes people for the own country's seats, the Secretariat's desk anybody."""
    if user.standing.holds(*SECRETARIAT):
        return True
    return user.standing.holds(Role.FOCAL) and (
        invitation is None or (is_own_country(user, invitation.party_id) and invitation.role in MAY_BE_PROPOSED)
    )


@rules.predicate
def may_decide(user: User, invitation: Invitation | None) -> bool:
    """The Secretariat approves; the coordinator alone where the role works in the Secretariat, the Fund or audits."""
    if invitation is None or invitation.role in SEATED:
        return user.standing.holds(*SECRETARIAT)
    return user.standing.holds(Role.ST_COORD)


@rules.predicate
def may_keep(user: User, mandate: Mandate | None) -> bool:
    """Whether somebody confirms or ends a mandate: the own country's, or any for the Secretariat."""
    if user.standing.level(MANDATE) >= Level.WRITE:
        return True
    return mandate is not None and mandate.role in MAY_BE_PROPOSED and is_own_country(user, mandate.party_id)


@rules.predicate
def is_secretariat(user: User) -> bool:
    """The coordinator and the assistant."""
    return user.standing.holds(*SECRETARIAT)


@rules.predicate
def drafts_circulars(user: User) -> bool:
    """The Presidency and the Secretariat write circulars."""
    return user.standing.holds(*WRITERS)


@rules.predicate
def is_on_a_team_of_the_troika(user: User) -> bool:
    """Whether somebody belongs to the team of the country that presided, presides or will preside."""
    return user.standing.holds(TROIKA) and any(
        mandate.role == Role.PRESIDENCY_TEAM for mandate in user.standing.mandates
    )


@rules.predicate
def may_acknowledge(user: User, circular: Circular | None) -> bool:
    """A focal point acknowledges for the own country."""
    return user.standing.holds(Role.FOCAL)


rules.add_perm("members.propose_invitation", may_propose)
rules.add_perm("members.decide_invitation", may_decide)
rules.add_perm("members.withdraw_invitation", may_propose)
rules.add_perm("members.keep_mandate", may_keep)
rules.add_perm("members.edit_own_entry", reaches(DIRECTORY_OWN, Level.WRITE))
rules.add_perm("members.name_substitution", reaches(SUBSTITUTION, Level.WRITE))
rules.add_perm("members.view_as_another", is_secretariat)
rules.add_perm("members.read_handover", reaches(HANDOVER, Level.WRITE) | is_on_a_team_of_the_troika)
rules.add_perm("members.read_circular", reaches(CIRCULAR, Level.READ))
rules.add_perm("members.write_circular", drafts_circulars)
rules.add_perm("members.send_circular", reaches(CIRCULAR, Level.APPROVE))
rules.add_perm("members.acknowledge_circular", may_acknowledge)
