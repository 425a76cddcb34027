"""The form of a webhook."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.fields import NamedForPartyForm
from qingshan.apps.webhooks.topics import TOPICS


class WebhookForm(NamedForPartyForm):
    """For which party, where to, and of what."""

    url = forms.CharField(
        label=spoken("网址", "Address"),
        max_length=300,
        help_text=spoken("以 https:// 开头的公网网址。", "A public address with https://."),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": spoken("请填写网址。", "Enter the address.")},
    )
    topics = forms.MultipleChoiceField(
        label=spoken("推送内容", "Topics"),
        choices=[(name, spoken(*topic.label)) for name, topic in TOPICS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": spoken("请至少选一项。", "Choose one at least.")},
    )
