"""Static files: hashed names, served compressed from the home folder."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names also inside ES modules, so that a new version is never mixed with an old one."""

    support_js_module_import_aggregation = True
    manifest_strict = False
