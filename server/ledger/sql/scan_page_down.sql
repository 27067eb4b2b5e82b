-- The inner query skips entries without touching rows. A missing row is damage, not a shorter answer.
SELECT row.key, row.entries, row.body, row.seal, entry.sort
FROM (SELECT sort, row_key FROM page_index
      WHERE page = ?1 AND lookup = ?2 AND part = ?3 AND sort <= ?4
      ORDER BY sort DESC, row_key DESC LIMIT ?5 OFFSET ?6) AS entry
LEFT JOIN page_row AS row ON row.page = ?1 AND row.key = entry.row_key
