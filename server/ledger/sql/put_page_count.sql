INSERT INTO page_count (page, lookup, part, entries, seal) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (page, lookup, part) DO UPDATE SET entries = ?4, seal = ?5
