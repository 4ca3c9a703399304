-- Who may read what, the review of a postmortem, and checks that do not apply. In rows from before, no audience
-- means internal.

ALTER TABLE action ADD COLUMN audience TEXT;
ALTER TABLE cause ADD COLUMN audience TEXT;
ALTER TABLE section ADD COLUMN audience TEXT;
ALTER TABLE role ADD COLUMN audience TEXT;
ALTER TABLE reference ADD COLUMN audience TEXT;
ALTER TABLE attachment ADD COLUMN audience TEXT;
ALTER TABLE publication ADD COLUMN audience TEXT;
ALTER TABLE publication ADD COLUMN map TEXT;
ALTER TABLE incident ADD COLUMN review TEXT;

CREATE TABLE review (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  at INTEGER, kind TEXT, person TEXT, text TEXT, section TEXT, done INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX review_number ON review (incident, number);

CREATE TABLE waiver (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  rule TEXT, subject TEXT, reason TEXT, person TEXT, at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX waiver_number ON waiver (incident, number);
