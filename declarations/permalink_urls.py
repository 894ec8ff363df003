from django.urls import path

from declarations import urls  # noqa: F401  # it knows what a symbol is
from declarations.views import permalinks

app_name = "permalink"
urlpatterns = [
    path("<symbol:symbol>/", permalinks.latest, name="latest"),
    path("<symbol:symbol>/v<int:number>/<slug:language>.<slug:extension>", permalinks.version, name="version"),
]
