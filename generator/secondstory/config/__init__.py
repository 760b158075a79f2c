"""Turn `secondstory.toml` and the flags of a command into one Project.

Everything has a default, so that no file is needed. What is wrong is said all at once,
each complaint with its line and with what to write instead.
"""

from secondstory.config.check import require_blueprints, require_folders
from secondstory.config.post import is_address
from secondstory.config.project import (
    CONFIG_NAME,
    Flags,
    Post,
    Project,
    ProjectErrors,
    Recipients,
    Track,
)
from secondstory.config.read import find_config, load_project

__all__ = [
    "CONFIG_NAME",
    "Flags",
    "Post",
    "Project",
    "ProjectErrors",
    "Recipients",
    "Track",
    "find_config",
    "is_address",
    "load_project",
    "require_blueprints",
    "require_folders",
]
