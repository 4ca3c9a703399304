-- The change log, and the tables that are a fold over it.

CREATE TABLE change (
  seq INTEGER PRIMARY KEY,      -- order of arrival here
  clock INTEGER NOT NULL,       -- hybrid logical clock: 48 bits of ms, 16 of counter
  replica TEXT NOT NULL,        -- the database it was made in
  batch TEXT NOT NULL,          -- one user action
  author TEXT NOT NULL,
  at INTEGER NOT NULL,          -- ms since 1970, wall clock of the author's machine
  incident TEXT NOT NULL,
  entity TEXT NOT NULL,
  kind TEXT NOT NULL,
  fields TEXT NOT NULL,         -- JSON object
  UNIQUE (clock, replica)
) STRICT;
CREATE INDEX change_entity ON change (entity, clock);
CREATE INDEX change_incident ON change (incident, clock);
CREATE INDEX change_batch ON change (batch);

CREATE TABLE incident (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  title TEXT, ref TEXT, severity TEXT, status TEXT, started INTEGER, timezone TEXT, template TEXT,
  tags TEXT, services TEXT, private INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_number ON incident (number);
CREATE INDEX incident_started ON incident (started DESC, number DESC) WHERE gone = 0;

CREATE TABLE event (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  at INTEGER, precision TEXT, "offset" INTEGER, kind TEXT, text TEXT, author TEXT, link TEXT,
  pinned INTEGER, audience TEXT, source TEXT
) STRICT;
CREATE INDEX event_number ON event (incident, number);
CREATE INDEX event_at ON event (incident, at, number) WHERE gone = 0;
CREATE INDEX event_milestone ON event (incident, kind) WHERE gone = 0 AND kind IN
  ('impact', 'detected', 'acknowledged', 'declared', 'mitigated', 'resolved');

CREATE TABLE action (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  title TEXT, type TEXT, priority TEXT, owner TEXT, team TEXT, link TEXT, due TEXT, state TEXT, reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX action_number ON action (incident, number);

CREATE TABLE cause (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  kind TEXT, text TEXT, parent TEXT, position INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX cause_number ON cause (incident, number);

CREATE TABLE section (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  "key" TEXT, heading TEXT, level INTEGER, position INTEGER, text TEXT
) STRICT;
CREATE INDEX section_number ON section (incident, number);

CREATE TABLE role (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  name TEXT, person TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX role_number ON role (incident, number);

CREATE TABLE reference (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  label TEXT, url TEXT, title TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_number ON reference (incident, number);

CREATE TABLE attachment (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  name TEXT, media TEXT, size INTEGER, sha256 TEXT, event TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_number ON attachment (incident, number);

CREATE TABLE publication (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  repository TEXT, branch TEXT, path TEXT, commit_id TEXT, base TEXT, reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX publication_number ON publication (incident, number);

-- Which batches are undone; the log's kind is "undo", its entity the batch.
CREATE TABLE undo (
  id TEXT PRIMARY KEY, incident TEXT NOT NULL, undone INTEGER NOT NULL, clock INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What belongs to this database alone and is not in the log.

CREATE TABLE local (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;

-- Bytes of attachments and published documents, kept once per digest.
CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

-- Text being typed: `place` says where ("composer", "section summary", "event 12").
CREATE TABLE draft (
  number INTEGER PRIMARY KEY, incident TEXT NOT NULL, place TEXT NOT NULL, kind TEXT, at INTEGER,
  text TEXT NOT NULL, author TEXT, updated INTEGER NOT NULL, session TEXT,
  UNIQUE (incident, place, session)
) STRICT;
