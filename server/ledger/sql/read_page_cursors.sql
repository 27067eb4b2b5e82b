SELECT page, position, paused, quarantined, last_error FROM page_cursor ORDER BY page
