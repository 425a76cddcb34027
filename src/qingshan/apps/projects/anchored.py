"""Forms whose content points at a figure, a section or a place of one report."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.projects.anchors import Pointer

PLACE = "place"


class AnchoredForm(KeyedForm):
    """A form whose content points at a figure, a section or a place of one report."""

    anchor = forms.ChoiceField(
        label=spoken("所指之处", "What it is about"),
        required=False,
        help_text=spoken("可指明一个数字、一节或图上一处。", "A figure, a section or a place."),
    )
    place = forms.CharField(
        label=spoken("图上位置（经度，纬度）", "Place (longitude, latitude)"),
        required=False,
        max_length=40,
        help_text=spoken(
            "选“图上一处”时填写；在地图上点一下，坐标自动带入或可复制。",
            "For a place on the map: a click on the map brings it here or lets it be copied.",
        ),
    )

    def __init__(self, pointer: Pointer, at: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict(pointer.choices())
        kind, _, rest = at.partition(":")
        if kind == "figure" and at not in offered and pointer.node(rest) is not None:
            offered[at] = pointer.label(at)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((anchor, spoken(*label)) for anchor, label in offered.items()),
            (PLACE, spoken("图上一处", "a place on the map")),
        ]
        self.initial["anchor"] = PLACE if kind == PLACE else at if at in offered else ""
        if kind == PLACE:
            self.initial["place"] = rest

    def clean(self) -> dict[str, Any]:
        """A place on the map needs its coordinates; coordinates alone are a place."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("anchor") == PLACE and not told.get("place"):
            missing = spoken(
                "请填写图上位置，或另选所指之处。", "Enter the place, or choose another."
            )
            self.add_error("place", missing)
        elif told.get("place") and not told.get("anchor"):
            told["anchor"] = PLACE
        return told

    @property
    def pointed(self) -> str:
        """The anchor as the verbs take it."""
        told = self.cleaned_data
        return f"{PLACE}:{told['place']}" if told["anchor"] == PLACE else told["anchor"]
