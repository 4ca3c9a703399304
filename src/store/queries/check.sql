-- name: check_evidence
-- Does one of the first :limit events (-1: of all) show where it comes from, or is a file attached?
SELECT EXISTS (SELECT 1 FROM (SELECT link, text FROM event WHERE incident = :incident AND gone = 0
    ORDER BY at, number LIMIT :limit)
  WHERE coalesce(link, '') <> '' OR instr(text, '://') > 0)
OR EXISTS (SELECT 1 FROM attachment WHERE incident = :incident AND gone = 0);
