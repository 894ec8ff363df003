from django.urls import path

from reserve_fund import views

app_name = "reserve_fund"
urlpatterns = [path("", views.rules, name="rules")]
