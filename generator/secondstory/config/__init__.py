"""Turn `secondstory.toml` and the flags of a command into one Project.

Everything has a default, so that no file is needed. What is wrong is said all at once,
each complaint with its line and with what to write instead.
"""

from secondstory.config.check import require_blueprints, require_folders
from secondstory.config.project import CONFIG_NAME, Flags, Project, ProjectErrors
from secondstory.config.read import find_config, load_project

__all__ = [
    "CONFIG_NAME",
    "Flags",
    "Project",
    "ProjectErrors",
    "find_config",
    "load_project",
    "require_blueprints",
    "require_folders",
]
