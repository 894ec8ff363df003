from django.urls import path

from contributions import views

app_name = "contributions"
urlpatterns = [path("", views.scale, name="scale")]
