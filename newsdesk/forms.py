"""The forms for signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """Name and password; the same sentence for a wrong name and a wrong password."""

    error_messages = {
        "invalid_login": "That name and password do not go together. Mind capitals and try again.",
        "inactive": "That name and password do not go together. Mind capitals and try again.",
    }

    username = forms.CharField(
        label="Name",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )


class PasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""
