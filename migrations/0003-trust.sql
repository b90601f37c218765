-- What several nodes, clusters and restored backups need to be told apart.

PRAGMA user_version = 3;

-- How trials between two nodes ended, whether they may take turns in writing to one file. The newest
-- one of a file system and its mount options counts.
CREATE TABLE node_probe (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  file_system   TEXT NOT NULL,    -- its type, as nfs4
  mount_options TEXT NOT NULL,
  submit_node   TEXT NOT NULL,
  task_node     TEXT NOT NULL,
  verdict       TEXT NOT NULL CHECK (verdict IN ('coherent', 'stale', 'locks do not exclude')),
  detail        TEXT NOT NULL,    -- what was seen, one line for people
  probed_ms     INTEGER NOT NULL
);
