-- What several nodes, clusters and restored backups need to be told apart.

PRAGMA user_version = 3;
