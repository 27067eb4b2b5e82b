SELECT value, seal FROM meta WHERE name = ?1
