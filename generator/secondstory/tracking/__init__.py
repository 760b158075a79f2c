"""What a tracker said of action items: the snapshot of a project, which builds read.

A build asks nobody. `overlay` puts what the snapshot says over what reports say, `memory` knows an
item again that was worded anew, `table` takes a table of people's own. `syncing` asks a tracker.
Only what is cheap to import is named here: every build reads the snapshot.
"""

from secondstory.tracking.codes import CODES
from secondstory.tracking.snapshot import CSV, NO_SNAPSHOT, load, nameless, parse, spelled

__all__ = ["CODES", "CSV", "NO_SNAPSHOT", "load", "nameless", "parse", "spelled"]
