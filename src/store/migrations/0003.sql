-- Full-text search over everything people write.
--
-- A row is found by where it belongs: rowid = incident number << 36 | kind << 32 | number, see
-- include/store/search.h. So no table maps one to the other, VACUUM and a rebuild change nothing, one
-- incident is a range, and the order of rowids is the order people want: the newest incident first, in it what
-- was written up before the timeline, and of that the newest.
--
-- No text is kept a second time (content = ''): it is in the tables. No sizes, which only ranking needs.
-- Words, not trigrams: trigrams find parts of words, but two of them that never meet take as long as there are
-- events, and phrases of frequent ones too. Scripts without blanks between words (Chinese, Japanese, Thai …)
-- are indexed by the letter instead: search_text() puts them apart, and what is searched for as well.
-- The prefixes are what makes finding as one types quick: without them, a letter that begins many
-- words takes 60 ms in a million events, with them 0.1 ms.
CREATE VIRTUAL TABLE search USING fts5 (text, who, kind, content = '', columnsize = 0,
  prefix = '1 2 3 4 5 6', tokenize = 'unicode61 remove_diacritics 2');

-- What is in the index, word by word.
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, instance);

-- With `gone` in it the index alone answers how many events there are between two times.
DROP INDEX event_at;
CREATE INDEX event_at ON event (incident, at, number, gone) WHERE gone = 0;
