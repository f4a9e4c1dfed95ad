"""Build hook: compiles the translations into the wheel, and into a checkout installed in place."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg] -- generic in its stub only
    """Merges ``console/i18n/*/*.po`` into the catalogues the program reads."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are collected."""
        # By path: importing the package `console` would need what is not installed yet.
        source = Path(self.root, "console", "i18n", "build.py")
        spec = importlib.util.spec_from_file_location("yiwang_i18n_build", source)
        if spec is None or spec.loader is None:
            message = f"the translation tool is missing: {source}"
            raise FileNotFoundError(message)
        tool = importlib.util.module_from_spec(spec)
        # Dataclasses look their module up while it is still being loaded.
        sys.modules[spec.name] = tool
        spec.loader.exec_module(tool)
        for language in tool.LANGUAGES:
            tool.compile_catalogue(language)
