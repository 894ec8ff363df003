from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from contributions.views import public, simulator

app_name = "contributions"
urlpatterns = [
    path(_("contributions/"), public.scale, name="scale"),
    path(_("intranet/contributions/"), include("contributions.intranet_urls")),
    path(_("contributions/scales/<int:pk>/"), public.scale_version, name="scale-version"),
    path(_("contributions/scales/<int:pk>/scale.csv"), public.scale_csv, name="scale-csv"),
    path(_("intranet/scales/"), simulator.scale_drafts, name="scale-drafts"),
    path(_("intranet/scales/simulation/"), simulator.scale_simulate, name="scale-simulate"),
    path(_("intranet/scales/simulation/simulation.csv"), simulator.scale_simulation_csv, name="scale-simulation-csv"),
    path(_("intranet/scales/simulation/draft/"), simulator.scale_draft_create, name="scale-draft-create"),
    path(_("intranet/scales/<int:pk>/"), simulator.scale_draft, name="scale-draft"),
    path(_("intranet/scales/<int:pk>/print/"), simulator.scale_draft_print, name="scale-draft-print"),
    path(_("intranet/scales/<int:pk>/comparison.csv"), simulator.scale_draft_csv, name="scale-draft-csv"),
]
