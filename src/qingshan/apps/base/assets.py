"""Style sheets and scripts by the names of their contents: each name is worked out once."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The files of the manifest, which a process reads once; so their addresses stay too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002  Django's own shape
        """The address of a file."""
        if force or name not in self._addresses:
            found: str = super().url(name, force)
            if force:
                return found
            self._addresses[name] = found
        return self._addresses[name]

    def save_manifest(self) -> None:
        """A new manifest, new addresses."""
        super().save_manifest()
        self._addresses.clear()
