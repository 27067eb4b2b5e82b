SELECT id, kind, due, tries, since, body, seal FROM effect WHERE id = ?1
