"""Forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal

NAME_SHAPE = r"^[a-z0-9][a-z0-9._-]{2,29}$"


def text_field(zh: str, en: str, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=spoken(zh, en), **{"max_length": 120, **more})


def password_field(zh: str, en: str, use: str) -> forms.CharField:
    """A password; ``use`` is what the browser may fill in."""
    widget = forms.PasswordInput(attrs={"autocomplete": use})
    return text_field(zh, en, widget=widget, strip=False, max_length=200)


class SignInForm(ToldForm):
    """Account or e-mail, and password."""

    username = text_field(
        "账号或电子邮箱",
        "Account or e-mail",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field("密码", "Password", "current-password")


class FactorForm(ToldForm):
    """A code of the authenticator, or a recovery code."""

    code = text_field(
        "验证码",
        "Code",
        max_length=20,
        help_text=spoken(
            "验证器显示的 6 位数字，或一个恢复码。",
            "The six digits of your authenticator, or a recovery code.",
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class NewPasswordForm(KeyedForm):
    """A new password, twice; the rules of the house are checked."""

    person: User | None = None
    new_password = password_field("新密码", "New password", "new-password")
    again = password_field("再输入一次", "Once more", "new-password")

    def clean(self) -> dict[str, Any]:
        """Both the same, long enough, and not a common one."""
        told = super().clean() or {}
        chosen, again = told.get("new_password"), told.get("again")
        if chosen and again and chosen != again:
            self.add_error("again", spoken("两次输入的密码不同。", "The two differ."))
        elif chosen:
            try:
                password_validation.validate_password(chosen, self.person)
            except ValidationError as error:
                self.add_error("new_password", error)
        return told


class PasswordForm(NewPasswordForm):
    """The old password stands for its owner before a new one is taken."""

    field_order = ("key", "old_password", "new_password", "again")
    old_password = password_field("现在的密码", "Present password", "current-password")

    def clean_old_password(self) -> str:
        """It must be right."""
        told = str(self.cleaned_data["old_password"])
        if self.person is None or not self.person.check_password(told):
            raise ValidationError(spoken("密码不符。", "This is not the password."))
        return told


class DetailsForm(KeyedForm):
    """How one is called and reached."""

    display_name = text_field(
        "姓名",
        "Name",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=spoken("电子邮箱", "E-mail"),
        required=False,
        help_text=spoken(
            "用于重设密码；邮箱和手机号至少填一项。",
            "For resetting the password; give an e-mail or a mobile number.",
        ),
        error_messages={"invalid": spoken("这不是邮箱地址。", "This is no e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    mobile = text_field(
        "手机号",
        "Mobile number",
        required=False,
        max_length=11,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
    )

    @property
    def mobile_sealed(self) -> str:
        """The mobile number as it is stored."""
        return seal(str(self.cleaned_data["mobile"]))


class SignUpForm(DetailsForm, NewPasswordForm):
    """Everything that an account needs."""

    field_order = (
        "key", "username", "display_name", "email", "mobile", "new_password", "again", "agreed",
    )  # fmt: skip
    username = forms.RegexField(
        NAME_SHAPE,
        label=spoken("账号名", "Account name"),
        help_text=spoken(
            "3 至 30 个小写字母、数字、点、下划线或短横。",
            "3 to 30 small letters, digits, dots, underscores or hyphens.",
        ),
        error_messages={
            "required": spoken("请填写账号名。", "Choose an account name."),
            "invalid": spoken("账号名的格式不对。", "This is not of that form."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    agreed = forms.BooleanField(
        label=spoken(
            "我已阅读并同意《个人信息处理规则》。", "I have read and agree to the privacy rules."
        ),
        error_messages={"required": spoken("请先阅读并同意。", "Please read and agree first.")},
    )


class AuthenticatorForm(KeyedForm):
    """An authenticator is registered when its first code fits."""

    name = text_field(
        "名称",
        "Name",
        max_length=60,
        help_text=spoken("例如“单位手机”。", "Such as “office phone”."),
    )
    code = text_field(
        "6 位动态码",
        "Six-digit code",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ReasonForm(KeyedForm):
    """An act on somebody else's account gives its reason."""

    reason = text_field("理由", "Reason", max_length=200)


class ResetForm(KeyedForm):
    """Where the link for a new password is to go."""

    email = forms.EmailField(
        label=spoken("电子邮箱", "E-mail"),
        error_messages={
            "required": spoken("请填写电子邮箱。", "Enter your e-mail address."),
            "invalid": spoken("这不是邮箱地址。", "This is no e-mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
