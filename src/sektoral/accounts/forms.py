"""What a person may change about themself, and allauth's forms in the office's words."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from sektoral.accounts.tries import may_ask_for_mail
from sektoral.ui.forms import Form

THEMES = (("auto", "Ikuti perangkat"), ("light", "Terang"), ("dark", "Gelap"))
LABELS = {
    "login": "Alamat surel dinas",
    "email": "Alamat surel dinas",
    "password": "Kata sandi",
    "oldpassword": "Kata sandi sekarang",
    "password1": "Kata sandi baru",
    "password2": "Ulangi kata sandi baru",
    "code": "Kode",
    "name": "Nama kunci",
}


class SettingsForm(Form):
    """A phone for messages, and light or dark pages. The name, on letters and in the journal, is the office's."""

    phone = forms.CharField(label="Nomor telepon", max_length=40, required=False)
    theme = forms.ChoiceField(label="Tampilan", choices=THEMES, widget=forms.RadioSelect)


class TakeUpForm(Form):
    """What the office may call; the rest of an invitation is the surat tugas's to say."""

    phone = forms.CharField(
        label="Nomor telepon atau WhatsApp",
        max_length=40,
        required=False,
        help_text="Hanya untuk dihubungi petugas tentang permintaan data. Boleh dikosongkan.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class IdentityForm(Form):
    """The NIK by which BSrE knows the signer; what is kept is never shown again whole."""

    nik = forms.CharField(
        label="NIK",
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="16 angka. Disimpan terenkripsi dan hanya diberitahukan kepada layanan tanda tangan.",
    )


class InOurWords:
    """Gives a form of allauth our labels: no placeholder that repeats the label, no help that repeats the page."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):  # type: ignore[misc]
    """E-mail and password."""


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    """The e-mail that a sign-in code goes to."""

    def clean_email(self) -> str:
        """This will look the account up unless codes for it were asked too often from the same address."""
        return _counted(str(super().clean_email()))


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by e-mail."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """The e-mail that a reset link goes to."""

    def clean_email(self) -> str:
        """This will look the account up unless links for it were asked too often from the same address."""
        return _counted(str(super().clean_email()))


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, after the link."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class SetPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor."""


class ReauthenticateCodeForm(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code of the second factor once more."""


class AddKeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """What a new security key is called."""


class EditKeyForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """What a security key is called from now on."""


class ActivateTotpForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


def _counted(email: str) -> str:
    if not may_ask_for_mail(context.request, email):
        raise forms.ValidationError("Terlalu banyak permintaan. Tunggu seperempat jam, lalu coba lagi.")
    return email
