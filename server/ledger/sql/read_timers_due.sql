SELECT kind, id, timer, due, seal FROM timer WHERE due <= ?1 ORDER BY due, kind, id, timer LIMIT ?2
