-- Editions of a postmortem by other templates than its own. In rows from before, none means its own.

ALTER TABLE publication ADD COLUMN template TEXT;
