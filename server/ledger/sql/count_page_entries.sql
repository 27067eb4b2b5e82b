SELECT count(*) FROM page_index
