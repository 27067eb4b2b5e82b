SELECT id, kind, due, tries, since, body, seal FROM effect WHERE kind <> 'message' AND due <= ?1 ORDER BY due, id LIMIT ?2
