-- What several nodes, clusters and restored backups need to be told apart.

-- Where sbatch was called, by the cluster's name.
ALTER TABLE job_array ADD COLUMN cluster TEXT;

-- The types of a series: of the samples that were generated for a parameter set, or of those that a
-- preprocessor derived from one of its groups. Kept with its first chunk; no sample has others.
CREATE TABLE series_types (
  param_set_id    INTEGER NOT NULL REFERENCES param_set (id),
  preprocessed_id INTEGER NOT NULL, -- 0 for the samples that were generated
  features        TEXT NOT NULL,    -- as double[2]; the constants of enums are left out
  label           TEXT NOT NULL,
  PRIMARY KEY (param_set_id, preprocessed_id)
) WITHOUT ROWID;

CREATE TRIGGER series_types_are_fixed BEFORE UPDATE ON series_types BEGIN
  SELECT RAISE(ABORT, 'the types of samples cannot be changed');
END;

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
