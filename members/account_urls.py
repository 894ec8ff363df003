"""Addresses of the account pages, one by one: no sign-up, no change of address, nothing that is not listed here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from members import account_views, factor_reset_views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account_views.SignOutView.as_view(), name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.ChoosePasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("password/reset/passkey/<slug:uidb36>/", account_views.enter_by_link, name="account_enter_by_link"),
    path("2fa/", account_views.WaysToSignInView.as_view(), name="mfa_index"),
    path("2fa/authenticate/", account_views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", account_views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", account_views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessions/", account_views.SessionsView.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/end/", account_views.end_session, name="session-end"),
    path("let-in-again/", factor_reset_views.factor_reset_list, name="factor-reset-list"),
    path(
        "let-in-again/<int:pk>/confirm/",
        factor_reset_views.factor_reset_step,
        {"verb": "confirm"},
        name="factor-reset-confirm",
    ),
    path(
        "let-in-again/<int:pk>/withdraw/",
        factor_reset_views.factor_reset_step,
        {"verb": "withdraw"},
        name="factor-reset-withdraw",
    ),
]
