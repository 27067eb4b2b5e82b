INSERT INTO page_count (page, lookup, part, entries) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (page, lookup, part) DO UPDATE SET entries = entries + ?4
