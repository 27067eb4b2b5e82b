SELECT page, position, paused, quarantined, last_error, seal FROM page_cursor ORDER BY page
