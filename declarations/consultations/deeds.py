"""What the steps of consultations are called where they are told."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "declarations.begin_consultation": _("began a consultation"),
    "declarations.write_consultation": _("changed the text of the consultation"),
    "declarations.submit_consultation": _("presented the consultation to the Troika"),
    "declarations.take_back_consultation": _("took the consultation back from the Troika"),
    "declarations.agree_consultation": _("recorded the consensus of the Troika"),
    "declarations.open_first_consultation": _("opened the first round of the consultation"),
    "declarations.open_second_consultation": _("opened the second round of the consultation"),
    "declarations.ask_consultation": _("put the simple consultation to the members"),
    "declarations.extend_consultation": _("gave the round more time"),
    "declarations.open_positions_consultation": _("opened the positions of the round to the members"),
    "declarations.remind_consultation": _("reminded the countries that had not answered"),
    "declarations.close_round": _("recorded that the round was over"),
    "declarations.skip_consultation": _("passed over the second round"),
    "declarations.declare_consultation": _("declared the outcome of the consultation"),
    "declarations.report_consultation": _("reported the consultation to the members"),
    "declarations.record_position": _("recorded the position of the country"),
    "declarations.name_respondent": _("named who answers for the country"),
}
