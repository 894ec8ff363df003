"""Signing in without the pages."""


def sign_in_past_second_factor(client, user):
    """As after a password and a second factor, which break-glass accounts and the roles that need one must have."""
    client.force_login(user)
    session = client.session
    session["second_factor"] = [user.pk, True]
    session.save()
