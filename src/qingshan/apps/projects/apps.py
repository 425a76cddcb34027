"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The room projects."""

    name = "qingshan.apps.projects"
    label = "projects"
