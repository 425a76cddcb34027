"""Forms of the portal."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import spoken


class PaperForm(ToldForm):
    """A paper to verify, as PDF or as a photo of its code."""

    file = forms.FileField(
        label=spoken("收到的 PDF，或二维码照片", "The PDF you received, or a photo of its code"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )
