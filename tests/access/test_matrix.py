"""The rules in code say what the matrix says, and no address is left without a row."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from crm_portal.common import access
from tests.access.matrix_file import CELLS, ROLES


def test_the_specification_is_whole():
    objects = {name for name, _ in CELLS}

    assert (len(ROLES), len(CELLS)) == (16, 16 * len(objects))


def test_every_role_has_a_name_for_people():
    assert list(access.role_labels) == ROLES


@pytest.mark.parametrize("name", sorted(access.matrix) or ["record"])
def test_the_rules_equal_the_matrix(name):
    row = access.matrix[name]

    said = {role: row.level([role]).name.lower() for role in ROLES}

    assert said == {role: CELLS[name, role] for role in ROLES}
    assert set(row.levels) <= set(ROLES)


# What each address leads to: an object of the matrix; "public", alike for everybody; "own", of the person who asks and
# of nobody else; "machine", for programs, without anything protected.
ADDRESSES = {
    "account": {"admin:members_user", "admin:members_user_transition"},
    "public": {
        "privacy",
        "terms",
        "choose-language",
        "home",
        "accessibility",
        "members:about",
        "members:structure",
        "members:body-detail",
        "members:member-list",
        "members:member-detail",
        "members:observer-list",
        "members:civil-society",
        "members:partnership-list",
        "members:presidency",
        "contributions:scale",
        "contributions:scale-version",
        "contributions:scale-csv",
        "reserve_fund:rules",
        *(f"reserve_fund:statistics{page}" for page in ("", "-half-year", "-csv", "-json")),
        "declarations:plan",
        "members:contact",
        "meetings:meeting-list",
        "meetings:calendar",
        "meetings:calendar-year",
        "meetings:calendar-month",
        "meetings:meetings-ics",
        "members:contact-sent",
        "search",  # whoever asks finds what `visible_to` shows
        "verify",  # it knows what everybody may know, and nothing else
    },
    "machine": {"csp-report", "healthz", "readyz", "robots", "sitemap", "sitemap-part", "favicon", "admin:jsi18n"},
    "own": {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_reset_password_from_key",
        "account_enter_by_link",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "usersessions_list",
        "session-end",
        "intranet",
        "my-data",
        "access-matrix",
        "invitation:open",
        "invitation:accept",
        "members:calendar",
        "members:calendar-renew",
        "calendar:feed",
        "members:view-as",
        "members:view-as-end",
        "admin:index",
        "admin:login",
        "admin:logout",
        "admin:password_change_done",
        "admin:view_on_site",
        "admin:app_list",
        "admin:autocomplete",
        "admin:password",  # and its change
        "admin:",  # whatever the admin does not know
    },
    # The public ones to all; others, and those who may have them, by what they are for (members/audience.py).
    "published_doc": {
        "declarations:document-list",
        "declarations:document-detail",
        "declarations:document-bibtex",
        "declarations:document-ris",
        "declarations:document-text",
        "declarations:document-updates",
        "declarations:document-table",
        "declarations:declaration-list",
        "permalink:latest",
        "permalink:version",
        "api",
        "admin:declarations_document",
        "admin:declarations_document_transition",
        "admin:declarations_document_files",
        "admin:declarations_document_readers",
        "admin:declarations_documentgrant",
        "admin:declarations_oldaddress",
        "admin:declarations_documentversion",
    },
    "draft_doc": {"declarations:paper-list", "declarations:paper-detail", "declarations:document-preview"},
    "news": {
        "news-list",
        "news-detail",
        "news-updates",
        "admin:site_news",
        "admin:site_news_transition",
        "admin:site_news_preview",
    },
    "activity_report": {
        "report-list",
        "report-detail",
        "report-print",
        "report-table",
        "admin:site_activityreport",
        "admin:site_activityreport_transition",
    },
    "public_text": {
        "admin:site_notice",
        "admin:site_notice_preview",
        "admin:site_pagetext",
        "admin:site_pagetext_preview",
    },
    "door": {"files:download"},  # each file by the rule of the app that keeps it
    "letter": {"admin:outbox_letter", "admin:outbox_letter_transition", "admin:outbox_addresstrouble"},
    "file_list": {"admin:files_privatefile"},
    "dir_own": {"members:profile"},
    "dir_all": {"members:directory", "members:directory-csv", "members:directory-vcard"},
    "mandate": {"members:mandate-confirm", "members:mandate-end", "admin:members_mandate"},
    "invitation": {
        "members:people",
        "members:invitation-create",
        "members:invitation-withdraw",
        "members:invitation-decide",
        "admin:members_invitation",
    },
    "substitution": {
        "members:substitutions",
        "members:substitution-accept",
        "members:substitution-end",
        "admin:members_substitution",
    },
    "circular": {
        "members:circular-list",
        "members:circular-create",
        "members:circular-detail",
        "members:circular-edit",
        "members:circular-send",
        "members:circular-acknowledge",
        "admin:members_circular",
    },
    "consult_members": {
        *(f"declarations:consultation-{page}" for page in ("list", "detail", "begin", "write", "send", "do", "skip")),
        *(f"declarations:consultation-{page}" for page in ("declare", "report", "extend")),
        "declarations:round-board",  # of the Troika's round for whoever reaches consult_troika
        *(f"declarations:position-{page}" for page in ("answer", "record")),
        "declarations:respondent-name",
        "admin:declarations_consultation",
    },
    "handover": {"members:handover-list", "members:handover-detail", "members:handover-print"},
    "factor_reset": {"factor-reset-list", "factor-reset-confirm", "factor-reset-withdraw"},
    "meeting": {"meetings:meeting-detail", "meetings:meeting-ics"},
    "meeting_session": {  # each item and paper by its audience
        "meetings:session-papers",
        "meetings:item-decide",
        "meetings:item-edit",
        "meetings:item-new",
        "meetings:item-remove",
        "meetings:item-move",
        "meetings:item-discuss",
        "meetings:agenda-order",
        "meetings:meeting-now",
        "meetings:logistics-note",  # of a meeting of whose sessions one may be known
        "meetings:logistics-note-print",
        "admin:meetings_agendaitem",
    },
    "agenda_draft": {
        "meetings:agenda",
        "meetings:agenda-version",
        "meetings:agenda-print",
        "meetings:agenda-send-out",
        "meetings:agenda-adopt",
        "meetings:item-comment",
    },
    "item_proposal": {
        "meetings:proposal-new",
        "meetings:proposal-accept",
        "meetings:proposal-refuse",
        "meetings:proposal-withdraw",
    },
    "speaking_slot": {
        "meetings:speaking-list",
        "meetings:speaking-request",
        "meetings:speaking-invite",
        "meetings:speaking-allot",
        "meetings:speaking-arrange",
        "meetings:speaking-refuse",
        "meetings:speaking-do",
    },
    "item_grant": {"meetings:item-authorise", "meetings:item-revoke"},
    "logistics": {
        "meetings:logistics",
        "meetings:logistics-begin",
        "meetings:logistics-task-create",
        "meetings:logistics-task-edit",
        "meetings:logistics-task-done",
        "meetings:logistics-task-undo",
        "meetings:logistics-paper-add",
    },
    "presence": {"meetings:closing", "meetings:presences-record", "meetings:outcome-link"},
    "meeting_reg": {
        "meetings:my-delegation",
        "meetings:delegation-list",
        "meetings:delegate-tick",
        "meetings:participant-import",
    },
    "travel_data": {"meetings:delegation-travel"},
    "participant_list": {
        "meetings:participant-list",
        "meetings:participant-print",
        "meetings:participant-csv",
    },
    "planned_meeting": {
        "meetings:my-meeting-list",
        "meetings:my-meeting",
        "meetings:meeting-do",
        "admin:meetings_meeting",
        "admin:meetings_meeting_transition",
        "admin:meetings_meeting_next",
    },
    "convocation": {
        "meetings:convocation",
        "meetings:convocation-edit",
        "meetings:convocation-do",
        "meetings:party-invite",
        "meetings:guest-invite",
        "meetings:invitation-detail",
        "meetings:invitation-acknowledge",
        "meetings:invitation-answer",
        "meetings:invitation-withdraw",
        "meetings:invitation-print",
    },
    "budget": {
        *(f"contributions:budget-{page}" for page in ("list", "detail", "csv", "print", "comment", "agree")),
        "admin:contributions_budget",
        "admin:contributions_budget_transition",
        "admin:contributions_budgettransfer",
        "admin:contributions_budgettransfer_transition",
    },
    "voucher": {
        "contributions:expenditure-list",
        *(f"contributions:bank-{page}" for page in ("statement", "reconciliation", "line")),
        *(f"contributions:bank-statement-{page}" for page in ("list", "import", "csv")),
        *(f"contributions:bank-line-{verb}" for verb in ("set-aside", "take-up")),
        "admin:contributions_bankaccount",
        *(
            f"admin:contributions_{model}{page}"
            for model in ("expenditure", "projectreceipt", "projectexpenditure")
            for page in ("", "_transition")
        ),
    },
    "project": {
        *(f"contributions:project-{page}" for page in ("list", "detail", "csv")),
        *(
            f"admin:contributions_{model}{page}"
            for model in ("project", "projectreport")
            for page in ("", "_transition")
        ),
    },
    "scale_draft": {  # an approved scale is everybody's
        "contributions:scale-drafts",
        "contributions:scale-draft",
        "contributions:scale-draft-print",
        "contributions:scale-draft-csv",
        "contributions:scale-draft-create",
        "contributions:scale-simulate",
        "contributions:scale-simulation-csv",
        "admin:contributions_scale",
        "admin:contributions_scale_transition",
        "admin:contributions_share",
    },
    "contrib_own": {
        *(f"contributions:statement{page}" for page in ("", "-csv", "-print")),
        "contributions:my-contributions",
        "contributions:country",
        "contributions:proof-hand-in",
        "contributions:paper-list",
        "contributions:paper-ask",
        "contributions:download-all",
        "contributions:invoice-detail",
        "contributions:invoice-print",
        "contributions:payment-detail",
        "contributions:payment-print",
    },
    "fund_case": {
        *(f"reserve_fund:case-{page}" for page in ("list", "find", "detail", "person", "do", "pay", "refund", "keep")),
        *(f"reserve_fund:case-{page}" for page in ("begin", "draft", "step", "files", "file-remove", "submit")),
        *(f"reserve_fund:case-{page}" for page in ("receipt", "withdraw", "withdraw-consent")),
        "reserve_fund:my-case-list",
        "reserve_fund:evidence-download",
        "reserve_fund:payment-take-back",
    },
    "fund_ledger": {
        *(
            f"reserve_fund:ledger{page}"
            for page in ("", "-csv", "-half-years-csv", "-statement-print", "-report-print")
        ),
        *(f"reserve_fund:replenishment-{page}" for page in ("list", "record", "take-back")),
    },
    "fund_stats": {f"reserve_fund:publication-{page}" for page in ("list", "detail", "prepare", "release", "figures")},
    "access_log": {"audit:access-list", "audit:access-export"},
    "audit_trail": {"audit:trail-list", "audit:trail-export"},
    "contrib_other": {
        "contributions:reminders",
        "contributions:reminders-send",
        *(f"contributions:status{page}" for page in ("", "-csv", "-print")),
        "admin:contributions_contributionperiod",
        "admin:contributions_contributionperiod_transition",
        "admin:contributions_inkindcontribution",
        "admin:contributions_invoice",
        "admin:contributions_invoice_transition",
        "admin:contributions_paperrequest",
        "admin:contributions_paperrequest_transition",
        "admin:contributions_payment",
        "admin:contributions_payment_transition",
        "admin:contributions_proofofpayment",
        "admin:contributions_proofofpayment_transition",
        "admin:contributions_refund",
        "admin:contributions_refund_transition",
    },
    "record": {
        "admin:members_announcedholiday",
        "admin:members_attendance",
        "admin:members_body",
        "admin:members_institution",
        "admin:members_partnership",
        "admin:members_party",
        "admin:members_partyalias",
        "admin:members_partystatus",
        "admin:members_post",
        "admin:members_presidencyterm",
        "admin:members_provision",
        "admin:declarations_axis",
        "admin:declarations_theme",
        "admin:declarations_subtheme",
        "admin:reserve_fund_rule",
        "admin:meetings_activitycount",
        "admin:reserve_fund_vulnerability",
    },
}
COVERED = {name for names in ADDRESSES.values() for name in names}
VERBS = ("_changelist", "_add", "_history", "_delete", "_change")


def addresses(patterns, namespace=""):
    """The name of each address there is; an address without one is named by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}"


def row_of(name):
    """The name under which the table above has an address: the verbs of an admin page are one."""
    return next((name.removesuffix(verb) for verb in VERBS if name.startswith("admin:") and name.endswith(verb)), name)


def test_no_address_is_without_a_row():
    found = {row_of(name) for name in addresses(get_resolver().url_patterns)}

    assert sorted(found - COVERED) == []
    assert sorted(COVERED - found) == []


def test_every_row_that_covers_an_address_is_in_the_matrix():
    assert set(ADDRESSES) - {"public", "machine", "own", "door"} <= set(access.matrix)
