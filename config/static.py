"""Static files: hashed names, served compressed from the home folder."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names also inside ES modules, so that a new version is never mixed with an old one."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only our own modules import each other; a library's file names an import in a comment.
        modules = self._patterns.pop("*.js")
        rooms = ("ui", "zone", "cases", "ratings", "visits")
        self._patterns |= {f"{room}/*.js": modules for room in rooms}
