"""The form of how one wants to be told."""

from __future__ import annotations

from django import forms
from django.conf import settings

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken


class WishForm(KeyedForm):
    """Language and channels; the site tells in any case."""

    language = forms.ChoiceField(
        label=spoken("语言", "Language"),
        choices=settings.LANGUAGES,
        help_text=spoken("邮件和短信使用的语言。", "Of mail and short messages."),
    )
    mail = forms.BooleanField(
        label=spoken("邮件", "Mail"),
        required=False,
        help_text=spoken("发到已确认的邮箱。", "To the confirmed address."),
    )
    sms = forms.BooleanField(
        label=spoken("短信", "Short messages"),
        required=False,
        help_text=spoken("只发要紧的几种。", "Only the few that matter most."),
    )
