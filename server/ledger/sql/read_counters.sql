SELECT name, value, seal FROM counter
