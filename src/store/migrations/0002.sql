-- Where an action item or a cause comes from: the event it was made from.

ALTER TABLE action ADD COLUMN event TEXT;
ALTER TABLE cause ADD COLUMN event TEXT;
