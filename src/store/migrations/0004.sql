-- Key moments are few, and are listed beside timelines of any length.
CREATE INDEX event_pinned ON event (incident, at, number) WHERE pinned = 1 AND gone = 0;
