UPDATE page_count SET entries = entries - ?4 WHERE page = ?1 AND lookup = ?2 AND part = ?3
