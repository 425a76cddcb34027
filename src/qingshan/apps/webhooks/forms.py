"""The form of a webhook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.models import Party
from qingshan.apps.webhooks.topics import TOPICS


class WebhookForm(KeyedForm):
    """For which party, where to, and of what."""

    name = forms.CharField(
        label=spoken("名称", "Name"),
        max_length=60,
        help_text=spoken("例如“财务系统”，便于日后辨认。", "Such as “accounting”, to know it by."),
        error_messages={"required": spoken("请填写名称。", "Name it.")},
    )
    party = forms.ChoiceField(label=spoken("代表单位", "Party"))
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

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(party.pk), party.name) for party in parties]
