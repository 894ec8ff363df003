from django.urls import path

from crm_portal.common.files import views

app_name = "files"
urlpatterns = [path("<uuid:file_id>/<str:name>", views.download, name="download")]
