-- What was imported: where an entity comes from, the source of headings, and the import runs themselves. An event's
-- identity is looked up for each line of a log; events that were typed have none and cost nothing.

ALTER TABLE event ADD COLUMN origin TEXT;
ALTER TABLE action ADD COLUMN origin TEXT;
ALTER TABLE cause ADD COLUMN origin TEXT;
ALTER TABLE role ADD COLUMN origin TEXT;
ALTER TABLE reference ADD COLUMN origin TEXT;
ALTER TABLE section ADD COLUMN markup TEXT;
ALTER TABLE section ADD COLUMN covers TEXT;

CREATE INDEX event_origin ON event (incident, origin) WHERE origin IS NOT NULL;

CREATE TABLE import (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  at INTEGER, source TEXT, format TEXT, sha256 TEXT, commit_id TEXT, "count" INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX import_number ON import (incident, number);
CREATE INDEX import_source ON import (source);
