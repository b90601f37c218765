-- The catalog of a cache directory: who owns which sample, and where its bytes are.
--
-- A parameter set's samples are numbered 0, 1, 2, ... (their index). The bytes of a sample are in a
-- chunk of a segment file and never change. Its group is in sample_range, which says for runs of
-- indexes which group they belong to; no two ranges of a parameter set may overlap, so a sample is
-- in exactly one group. The triggers below keep that true for every program that opens this file.
--
-- A column of integers takes whatever else it is given, so checks ask for the type (by a cast where
-- jOOQ has to understand them); and a sum that leaves 64 bits becomes inexact without a word, so no
-- range may end beyond them.
--
-- Opens in SQLite 3.26 and later. Times are milliseconds since 1970-01-01 UTC.

PRAGMA user_version = 3;
PRAGMA application_id = 0x534C4731; -- "SLG1"

CREATE TABLE dataset (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
    CHECK (name = CAST(name AS TEXT) AND length(name) BETWEEN 1 AND 64 AND substr(name, 1, 1) NOT IN ('.', '-')
      AND ltrim(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-') = '')
);

CREATE TABLE param_set (
  id         INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  number     INTEGER NOT NULL CHECK (number BETWEEN 0 AND 2147483647 AND number = CAST(number AS INTEGER)),
  hash       TEXT NOT NULL CHECK (length(hash) = 64 AND hash = CAST(hash AS TEXT)),
  params     TEXT NOT NULL,
  seed       INTEGER NOT NULL CHECK (seed = CAST(seed AS INTEGER)),
  created_ms INTEGER NOT NULL,
  UNIQUE (dataset_id, number),
  UNIQUE (dataset_id, hash)
);

-- The group named raw holds the samples that no move has touched yet.
CREATE TABLE sample_group (
  id           INTEGER PRIMARY KEY CHECK (id > 0),
  param_set_id INTEGER NOT NULL REFERENCES param_set (id),
  name         TEXT NOT NULL
    CHECK (name = CAST(name AS TEXT) AND length(name) BETWEEN 1 AND 64 AND substr(name, 1, 1) NOT IN ('.', '-')
      AND ltrim(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-') = ''),
  samples      INTEGER NOT NULL DEFAULT 0 -- kept by the triggers of sample_range
    CHECK (samples >= 0 AND samples = CAST(samples AS INTEGER)),
  UNIQUE (param_set_id, name)
);

CREATE TABLE move (
  id       INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  group_id INTEGER NOT NULL REFERENCES sample_group (id),
  samples  INTEGER NOT NULL CHECK (samples > 0 AND typeof(samples) = 'integer'),
  moved_ms INTEGER NOT NULL
);

CREATE TABLE sample_range (
  param_set_id INTEGER NOT NULL REFERENCES param_set (id),
  first_index  INTEGER NOT NULL CHECK (first_index >= 0 AND typeof(first_index) = 'integer'),
  samples      INTEGER NOT NULL CHECK (samples > 0 AND typeof(samples) = 'integer'),
  group_id     INTEGER NOT NULL REFERENCES sample_group (id),
  move_id      INTEGER REFERENCES move (id), -- null while raw
  PRIMARY KEY (param_set_id, first_index),
  CHECK (first_index <= 9223372036854775807 - samples)
) WITHOUT ROWID;

CREATE INDEX sample_range_by_group ON sample_range (group_id, move_id, first_index, samples);

-- Samples that a preprocessor derived from a group; each keeps the index of its source.
CREATE TABLE preprocessed (
  id       INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL REFERENCES sample_group (id),
  name     TEXT NOT NULL
    CHECK (name = CAST(name AS TEXT) AND length(name) BETWEEN 1 AND 64 AND substr(name, 1, 1) NOT IN ('.', '-')
      AND ltrim(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-') = ''),
  samples  INTEGER NOT NULL DEFAULT 0 -- kept by the triggers of preprocessed_range
    CHECK (samples >= 0 AND samples = CAST(samples AS INTEGER)),
  UNIQUE (group_id, name)
);

CREATE TABLE preprocessed_range (
  preprocessed_id INTEGER NOT NULL REFERENCES preprocessed (id),
  first_index     INTEGER NOT NULL CHECK (first_index >= 0 AND typeof(first_index) = 'integer'),
  samples         INTEGER NOT NULL CHECK (samples > 0 AND typeof(samples) = 'integer'),
  PRIMARY KEY (preprocessed_id, first_index),
  CHECK (first_index <= 9223372036854775807 - samples)
) WITHOUT ROWID;

-- One request of a user: generate, or preprocess where preprocessed_id is set.
CREATE TABLE submission (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  param_set_id    INTEGER NOT NULL REFERENCES param_set (id),
  preprocessed_id INTEGER REFERENCES preprocessed (id),
  executor        TEXT NOT NULL CHECK (executor IN ('local', 'slurm')),
  samples         INTEGER NOT NULL CHECK (samples >= 0),
  code_hash       TEXT NOT NULL,
  node            TEXT NOT NULL,    -- where it was submitted
  pid             INTEGER NOT NULL, -- the submitting process, which runs the jobs where executor is local
  pid_since_ms    INTEGER NOT NULL DEFAULT 0, -- when that process took over
  created_ms      INTEGER NOT NULL
);

CREATE INDEX submission_by_param_set ON submission (param_set_id);

-- One sbatch call of a submission. The row is committed before the call, its Slurm id right after.
CREATE TABLE job_array (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id      INTEGER NOT NULL REFERENCES submission (id),
  name               TEXT NOT NULL UNIQUE,
  jobs               TEXT NOT NULL,    -- job numbers, as 0-39 or 3,7-9
  first_job          INTEGER NOT NULL, -- job number = first_job + SLURM_ARRAY_TASK_ID
  state              TEXT NOT NULL CHECK (state IN ('intended', 'submitted', 'rejected')),
  slurm_job_id       INTEGER,
  time_limit_minutes INTEGER NOT NULL,
  mem_per_cpu        TEXT NOT NULL,    -- as given to sbatch; empty for the cluster's default
  max_parallel       INTEGER NOT NULL, -- how many tasks may run at once; 0 for any number
  user_options       TEXT NOT NULL,    -- the user's own sbatch options
  error              TEXT,             -- what sbatch said when it refused
  created_ms         INTEGER NOT NULL
, cluster TEXT); -- where sbatch was called, by its ClusterName; null where an older version did

CREATE INDEX job_array_by_submission ON job_array (submission_id);

CREATE TABLE job (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id INTEGER NOT NULL REFERENCES submission (id),
  number        INTEGER NOT NULL CHECK (number >= 0),
  state         TEXT NOT NULL
    CHECK (state IN ('pending', 'running', 'done', 'interrupted', 'failed', 'lost', 'cancelled', 'released')),
  attempt       INTEGER NOT NULL DEFAULT 0, -- the only attempt whose rows are accepted
  job_array_id  INTEGER REFERENCES job_array (id),
  reason        TEXT,    -- why it ended without its samples, as GENERATOR or TIMEOUT
  error         TEXT,    -- the same for people, one line
  unseen_ms     INTEGER, -- since when Slurm no longer knows it
  UNIQUE (submission_id, number)
);

-- The jobs whose samples may be missing: few, however much has been done.
CREATE INDEX job_unfinished ON job (state, submission_id) WHERE state NOT IN ('done', 'released');

-- The sample indexes that a job is to make.
CREATE TABLE job_range (
  job_id      INTEGER NOT NULL REFERENCES job (id),
  first_index INTEGER NOT NULL CHECK (first_index >= 0 AND typeof(first_index) = 'integer'),
  samples     INTEGER NOT NULL CHECK (samples > 0 AND typeof(samples) = 'integer'),
  PRIMARY KEY (job_id, first_index),
  CHECK (first_index <= 9223372036854775807 - samples)
) WITHOUT ROWID;

-- One run of a job and its timing. The sums are over its chunks' mean seconds per sample.
CREATE TABLE attempt (
  job_id        INTEGER NOT NULL REFERENCES job (id),
  number        INTEGER NOT NULL CHECK (number > 0),
  node          TEXT NOT NULL,
  slurm_job     TEXT,             -- as 123_4
  log           TEXT,             -- relative to the cache directory
  code_hash     TEXT NOT NULL,
  started_ms    INTEGER NOT NULL,
  ended_ms      INTEGER,
  startup_nanos INTEGER,          -- from the task's start to the first sample asked for
  samples       INTEGER NOT NULL DEFAULT 0,
  chunks        INTEGER NOT NULL DEFAULT 0,
  mean_nanos    REAL,             -- of the chunks' nanoseconds per sample
  stddev_nanos  REAL,
  PRIMARY KEY (job_id, number)
) WITHOUT ROWID;

-- The versions of the code that made the samples of a parameter set; kept by the triggers of attempt.
CREATE TABLE param_set_code (
  param_set_id INTEGER NOT NULL REFERENCES param_set (id),
  code_hash    TEXT NOT NULL,
  PRIMARY KEY (param_set_id, code_hash)
) WITHOUT ROWID;

-- The types of a series: of the samples that were generated for a parameter set, or of those that a
-- preprocessor derived from one of its groups. Kept with its first chunk; no sample has others.
CREATE TABLE series_types (
  param_set_id    INTEGER NOT NULL REFERENCES param_set (id),
  preprocessed_id INTEGER NOT NULL, -- 0 for the samples that were generated
  features        TEXT NOT NULL,    -- as double[2]; the constants of enums are left out
  label           TEXT NOT NULL,
  PRIMARY KEY (param_set_id, preprocessed_id)
) WITHOUT ROWID;

-- A file of consecutive chunks with consecutive sample indexes, written by one attempt.
CREATE TABLE segment (
  id              INTEGER PRIMARY KEY,
  param_set_id    INTEGER NOT NULL REFERENCES param_set (id),
  preprocessed_id INTEGER REFERENCES preprocessed (id),
  job_id          INTEGER NOT NULL REFERENCES job (id),
  attempt         INTEGER NOT NULL,
  path            TEXT NOT NULL UNIQUE -- relative to the cache directory, and never out of it
    CHECK (path = CAST(path AS TEXT) AND path <> '' AND path NOT LIKE '/%' AND '/' || path NOT LIKE '%/.%'),
  first_index     INTEGER NOT NULL CHECK (first_index >= 0 AND first_index = CAST(first_index AS INTEGER)),
  samples         INTEGER NOT NULL CHECK (samples > 0 AND samples = CAST(samples AS INTEGER)),
  length_bytes    INTEGER NOT NULL -- recorded; the file may be longer
    CHECK (length_bytes > 0 AND length_bytes = CAST(length_bytes AS INTEGER)),
  CHECK (first_index <= 9223372036854775807 - samples)
);

CREATE INDEX segment_by_index ON segment (param_set_id, preprocessed_id, first_index);
CREATE INDEX segment_by_job ON segment (job_id, attempt);

CREATE TABLE chunk (
  segment_id   INTEGER NOT NULL REFERENCES segment (id),
  first_index  INTEGER NOT NULL CHECK (first_index >= 0 AND typeof(first_index) = 'integer'),
  samples      INTEGER NOT NULL CHECK (samples > 0 AND typeof(samples) = 'integer'),
  offset_bytes INTEGER NOT NULL CHECK (offset_bytes > 0 AND typeof(offset_bytes) = 'integer'),
  length_bytes INTEGER NOT NULL CHECK (length_bytes > 0 AND typeof(length_bytes) = 'integer'),
  crc32c       INTEGER NOT NULL CHECK (typeof(crc32c) = 'integer'),
  nanos        INTEGER NOT NULL CHECK (typeof(nanos) = 'integer'), -- spent on making its samples
  PRIMARY KEY (segment_id, first_index),
  CHECK (first_index <= 9223372036854775807 - samples)
) WITHOUT ROWID;

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

-- The first samples of an attempt tell that its code has made some.

CREATE TRIGGER attempt_inserted AFTER INSERT ON attempt WHEN NEW.samples > 0 BEGIN
  INSERT OR IGNORE INTO param_set_code
  SELECT s.param_set_id, NEW.code_hash FROM job j JOIN submission s ON s.id = j.submission_id
  WHERE j.id = NEW.job_id AND s.preprocessed_id IS NULL;
END;

CREATE TRIGGER attempt_updated AFTER UPDATE ON attempt WHEN OLD.samples = 0 AND NEW.samples > 0 BEGIN
  INSERT OR IGNORE INTO param_set_code
  SELECT s.param_set_id, NEW.code_hash FROM job j JOIN submission s ON s.id = j.submission_id
  WHERE j.id = NEW.job_id AND s.preprocessed_id IS NULL;
END;

-- What has a name or a number keeps it for ever. A trigger on INSERT stands for each because OR
-- REPLACE removes the row in its way without asking the trigger on DELETE. The triggers on UPDATE
-- compare values instead of listing columns, as a list of columns is passed by with SET rowid.

CREATE TRIGGER dataset_is_new BEFORE INSERT ON dataset
WHEN EXISTS (SELECT 1 FROM dataset WHERE id = NEW.id OR name = NEW.name) BEGIN
  SELECT RAISE(ABORT, 'a dataset cannot be replaced');
END;

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE ON dataset BEGIN
  SELECT RAISE(ABORT, 'a dataset cannot be renamed');
END;

CREATE TRIGGER dataset_stays BEFORE DELETE ON dataset BEGIN
  SELECT RAISE(ABORT, 'a dataset cannot be removed');
END;

CREATE TRIGGER param_set_is_new BEFORE INSERT ON param_set
WHEN EXISTS (SELECT 1 FROM param_set WHERE id = NEW.id
    OR (dataset_id = NEW.dataset_id AND (number = NEW.number OR hash = NEW.hash))) BEGIN
  SELECT RAISE(ABORT, 'a parameter set cannot be replaced');
END;

CREATE TRIGGER param_set_has_dataset BEFORE INSERT ON param_set
WHEN NOT EXISTS (SELECT 1 FROM dataset WHERE id = NEW.dataset_id) BEGIN
  SELECT RAISE(ABORT, 'a parameter set belongs to a dataset');
END;

CREATE TRIGGER param_set_has_raw AFTER INSERT ON param_set BEGIN
  INSERT INTO sample_group (param_set_id, name) VALUES (NEW.id, 'raw');
END;

CREATE TRIGGER param_set_is_fixed BEFORE UPDATE ON param_set BEGIN
  SELECT RAISE(ABORT, 'a parameter set cannot be changed');
END;

CREATE TRIGGER param_set_stays BEFORE DELETE ON param_set BEGIN
  SELECT RAISE(ABORT, 'a parameter set cannot be removed');
END;

CREATE TRIGGER sample_group_is_new BEFORE INSERT ON sample_group
WHEN EXISTS (SELECT 1 FROM sample_group WHERE id = NEW.id OR (param_set_id = NEW.param_set_id AND name = NEW.name)) BEGIN
  SELECT RAISE(ABORT, 'a group cannot be replaced');
END;

CREATE TRIGGER sample_group_starts_empty BEFORE INSERT ON sample_group
WHEN NEW.samples <> 0 OR NOT EXISTS (SELECT 1 FROM param_set WHERE id = NEW.param_set_id) BEGIN
  SELECT RAISE(ABORT, 'a new group belongs to a parameter set and has no samples');
END;

CREATE TRIGGER sample_group_is_fixed BEFORE UPDATE ON sample_group
WHEN NEW.id IS NOT OLD.id OR NEW.param_set_id IS NOT OLD.param_set_id OR NEW.name IS NOT OLD.name BEGIN
  SELECT RAISE(ABORT, 'a group cannot be renamed');
END;

CREATE TRIGGER sample_group_stays BEFORE DELETE ON sample_group BEGIN
  SELECT RAISE(ABORT, 'a group cannot be removed');
END;

CREATE TRIGGER move_is_new BEFORE INSERT ON move WHEN EXISTS (SELECT 1 FROM move WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'a move cannot be replaced');
END;

CREATE TRIGGER move_has_group BEFORE INSERT ON move
WHEN NOT EXISTS (SELECT 1 FROM sample_group WHERE id = NEW.group_id AND name <> 'raw') BEGIN
  SELECT RAISE(ABORT, 'a move is to a group, and not to raw');
END;

CREATE TRIGGER move_is_fixed BEFORE UPDATE ON move BEGIN
  SELECT RAISE(ABORT, 'a move cannot be changed');
END;

CREATE TRIGGER move_stays BEFORE DELETE ON move BEGIN
  SELECT RAISE(ABORT, 'a move cannot be undone');
END;

CREATE TRIGGER preprocessed_is_new BEFORE INSERT ON preprocessed
WHEN EXISTS (SELECT 1 FROM preprocessed WHERE id = NEW.id OR (group_id = NEW.group_id AND name = NEW.name)) BEGIN
  SELECT RAISE(ABORT, 'preprocessed samples cannot be replaced');
END;

CREATE TRIGGER preprocessed_starts_empty BEFORE INSERT ON preprocessed
WHEN NEW.samples <> 0 OR NOT EXISTS (SELECT 1 FROM sample_group WHERE id = NEW.group_id) BEGIN
  SELECT RAISE(ABORT, 'preprocessed samples belong to a group, and there are none at first');
END;

CREATE TRIGGER preprocessed_stays BEFORE DELETE ON preprocessed BEGIN
  SELECT RAISE(ABORT, 'what has preprocessed samples cannot be removed');
END;

CREATE TRIGGER preprocessed_is_fixed BEFORE UPDATE ON preprocessed
WHEN NEW.id IS NOT OLD.id OR NEW.group_id IS NOT OLD.group_id OR NEW.name IS NOT OLD.name BEGIN
  SELECT RAISE(ABORT, 'preprocessed samples keep their group and name');
END;

CREATE TRIGGER series_types_are_fixed BEFORE UPDATE ON series_types BEGIN
  SELECT RAISE(ABORT, 'the types of samples cannot be changed');
END;

CREATE TRIGGER segment_is_new BEFORE INSERT ON segment
WHEN EXISTS (SELECT 1 FROM segment WHERE id = NEW.id OR path = NEW.path) BEGIN
  SELECT RAISE(ABORT, 'a segment cannot be replaced');
END;

-- Rows of chunks are removed only from a segment's end, and once no range holds their samples, which
-- the triggers of ranges allow for raw and preprocessed ones. A segment shrinks or goes after them.

CREATE TRIGGER segment_only_grows BEFORE UPDATE ON segment
WHEN NEW.id IS NOT OLD.id OR NEW.param_set_id IS NOT OLD.param_set_id
  OR NEW.preprocessed_id IS NOT OLD.preprocessed_id OR NEW.job_id IS NOT OLD.job_id
  OR NEW.attempt IS NOT OLD.attempt OR NEW.path IS NOT OLD.path
  OR NEW.first_index IS NOT OLD.first_index
  OR ((NEW.samples < OLD.samples OR NEW.length_bytes < OLD.length_bytes) AND NOT EXISTS (
    SELECT 1 FROM chunk c WHERE c.segment_id = OLD.id
      AND c.first_index = (SELECT max(first_index) FROM chunk WHERE segment_id = OLD.id)
      AND c.first_index + c.samples = NEW.first_index + NEW.samples
      AND c.offset_bytes + c.length_bytes = NEW.length_bytes)) BEGIN
  SELECT RAISE(ABORT, 'a segment can only grow, or shrink to the end of its chunks');
END;

CREATE TRIGGER segment_stays BEFORE DELETE ON segment
WHEN EXISTS (SELECT 1 FROM chunk WHERE segment_id = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'a segment cannot be removed while it has chunks');
END;

-- Chunks have no trigger on INSERT: it would make recording them half as slow again, and each chunk
-- says in its own bytes which samples it holds.

CREATE TRIGGER chunk_is_fixed BEFORE UPDATE ON chunk BEGIN
  SELECT RAISE(ABORT, 'a chunk cannot be changed');
END;

CREATE TRIGGER chunk_stays BEFORE DELETE ON chunk BEGIN
  SELECT RAISE(ABORT, 'a chunk cannot be removed while its samples are in a group')
  WHERE (SELECT r.first_index + r.samples
         FROM segment s JOIN sample_range r ON r.param_set_id = s.param_set_id
         WHERE s.id = OLD.segment_id AND s.preprocessed_id IS NULL AND r.first_index < OLD.first_index + OLD.samples
         ORDER BY r.first_index DESC LIMIT 1) > OLD.first_index
    OR (SELECT r.first_index + r.samples
        FROM segment s JOIN preprocessed_range r ON r.preprocessed_id = s.preprocessed_id
        WHERE s.id = OLD.segment_id AND r.first_index < OLD.first_index + OLD.samples
        ORDER BY r.first_index DESC LIMIT 1) > OLD.first_index;
  SELECT RAISE(ABORT, 'a chunk cannot be removed before those behind it')
  WHERE EXISTS (SELECT 1 FROM chunk WHERE segment_id = OLD.segment_id AND first_index > OLD.first_index);
END;

-- Every sample has one group. The range that starts last before the new one's end is the only one
-- that can overlap it, as the present ones are disjoint.

CREATE TRIGGER sample_range_insert BEFORE INSERT ON sample_range BEGIN
  SELECT RAISE(ABORT, 'a sample cannot be in two groups')
  WHERE (SELECT first_index + samples FROM sample_range
         WHERE param_set_id = NEW.param_set_id AND first_index < NEW.first_index + NEW.samples
         ORDER BY first_index DESC LIMIT 1) > NEW.first_index;
  SELECT RAISE(ABORT, 'a range belongs to a group of its own parameter set, with a move unless it is raw')
  WHERE NOT EXISTS (
    SELECT 1 FROM sample_group g
    WHERE g.id = NEW.group_id AND g.param_set_id = NEW.param_set_id AND (g.name = 'raw') = (NEW.move_id IS NULL)
      AND (NEW.move_id IS NULL OR EXISTS (SELECT 1 FROM move WHERE id = NEW.move_id AND group_id = g.id)));
END;

CREATE TRIGGER sample_range_update BEFORE UPDATE ON sample_range BEGIN
  SELECT RAISE(ABORT, 'samples that have left raw keep their group for ever') WHERE OLD.move_id IS NOT NULL;
  SELECT RAISE(ABORT, 'a range cannot change its parameter set') WHERE NEW.param_set_id <> OLD.param_set_id;
  SELECT RAISE(ABORT, 'a sample cannot be in two groups')
  WHERE (SELECT first_index + samples FROM sample_range
         WHERE param_set_id = NEW.param_set_id AND first_index < NEW.first_index + NEW.samples
           AND first_index <> OLD.first_index
         ORDER BY first_index DESC LIMIT 1) > NEW.first_index;
  SELECT RAISE(ABORT, 'a range belongs to a group of its own parameter set, with a move unless it is raw')
  WHERE (NEW.group_id <> OLD.group_id OR NEW.move_id IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM sample_group g JOIN move m ON m.id = NEW.move_id AND m.group_id = g.id
    WHERE g.id = NEW.group_id AND g.param_set_id = NEW.param_set_id AND g.name <> 'raw');
END;

CREATE TRIGGER sample_range_delete BEFORE DELETE ON sample_range WHEN OLD.move_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'samples that have left raw keep their group for ever');
END;

CREATE TRIGGER sample_range_inserted AFTER INSERT ON sample_range BEGIN
  UPDATE sample_group SET samples = samples + NEW.samples WHERE id = NEW.group_id;
END;

CREATE TRIGGER sample_range_updated AFTER UPDATE ON sample_range BEGIN
  UPDATE sample_group SET samples = samples - OLD.samples WHERE id = OLD.group_id;
  UPDATE sample_group SET samples = samples + NEW.samples WHERE id = NEW.group_id;
END;

CREATE TRIGGER sample_range_deleted AFTER DELETE ON sample_range BEGIN
  UPDATE sample_group SET samples = samples - OLD.samples WHERE id = OLD.group_id;
END;

CREATE TRIGGER preprocessed_range_insert BEFORE INSERT ON preprocessed_range BEGIN
  SELECT RAISE(ABORT, 'there is nothing of that number to which preprocessed samples could belong')
  WHERE NOT EXISTS (SELECT 1 FROM preprocessed WHERE id = NEW.preprocessed_id);
  SELECT RAISE(ABORT, 'a sample can be preprocessed only once')
  WHERE (SELECT first_index + samples FROM preprocessed_range
         WHERE preprocessed_id = NEW.preprocessed_id AND first_index < NEW.first_index + NEW.samples
         ORDER BY first_index DESC LIMIT 1) > NEW.first_index;
END;

CREATE TRIGGER preprocessed_range_update BEFORE UPDATE ON preprocessed_range BEGIN
  SELECT RAISE(ABORT, 'a sample can be preprocessed only once')
  WHERE NEW.preprocessed_id <> OLD.preprocessed_id
     OR (SELECT first_index + samples FROM preprocessed_range
         WHERE preprocessed_id = NEW.preprocessed_id AND first_index < NEW.first_index + NEW.samples
           AND first_index <> OLD.first_index
         ORDER BY first_index DESC LIMIT 1) > NEW.first_index;
END;

CREATE TRIGGER preprocessed_range_inserted AFTER INSERT ON preprocessed_range BEGIN
  UPDATE preprocessed SET samples = samples + NEW.samples WHERE id = NEW.preprocessed_id;
END;

CREATE TRIGGER preprocessed_range_updated AFTER UPDATE ON preprocessed_range BEGIN
  UPDATE preprocessed SET samples = samples + NEW.samples - OLD.samples WHERE id = NEW.preprocessed_id;
END;

CREATE TRIGGER preprocessed_range_deleted AFTER DELETE ON preprocessed_range BEGIN
  UPDATE preprocessed SET samples = samples - OLD.samples WHERE id = OLD.preprocessed_id;
END;

-- For people at the sqlite3 shell.

CREATE VIEW sample_counts AS
SELECT d.name AS dataset, p.number AS param_set, p.params AS params, g.name AS group_name, g.samples AS samples
FROM sample_group g
JOIN param_set p ON p.id = g.param_set_id
JOIN dataset d ON d.id = p.dataset_id
ORDER BY d.name, p.number, g.name <> 'raw', g.id;

CREATE VIEW preprocessed_counts AS
SELECT d.name AS dataset, p.number AS param_set, g.name AS group_name, pre.name AS preprocessor, pre.samples AS samples
FROM preprocessed pre
JOIN sample_group g ON g.id = pre.group_id
JOIN param_set p ON p.id = g.param_set_id
JOIN dataset d ON d.id = p.dataset_id
ORDER BY d.name, p.number, g.id, pre.id;

-- One row for each part of a chunk that belongs to one group: rows first_row .. first_row + rows - 1
-- of the Arrow record batch that starts at offset_bytes of the segment.
CREATE VIEW chunks AS
SELECT d.name AS dataset, p.number AS param_set, g.name AS group_name, pre.name AS preprocessor,
  s.path AS segment, c.offset_bytes AS offset_bytes, c.length_bytes AS length_bytes,
  max(r.first_index, c.first_index) - c.first_index AS first_row,
  min(r.first_index + r.samples, c.first_index + c.samples) - max(r.first_index, c.first_index) AS rows,
  max(r.first_index, c.first_index) AS first_index,
  c.samples AS chunk_rows, c.crc32c AS crc32c, c.nanos AS nanos
FROM sample_range r
JOIN sample_group g ON g.id = r.group_id
JOIN param_set p ON p.id = r.param_set_id
JOIN dataset d ON d.id = p.dataset_id
JOIN segment s ON s.param_set_id = r.param_set_id
  AND s.first_index < r.first_index + r.samples AND s.first_index + s.samples > r.first_index
LEFT JOIN preprocessed pre ON pre.id = s.preprocessed_id
JOIN chunk c ON c.segment_id = s.id
  AND c.first_index < r.first_index + r.samples AND c.first_index + c.samples > r.first_index
WHERE s.preprocessed_id IS NULL OR pre.group_id = r.group_id;

CREATE VIEW segments AS
SELECT d.name AS dataset, p.number AS param_set, pre.name AS preprocessor,
  (SELECT group_concat(DISTINCT g.name) FROM sample_range r JOIN sample_group g ON g.id = r.group_id
   WHERE r.param_set_id = s.param_set_id AND r.first_index < s.first_index + s.samples
     AND r.first_index + r.samples > s.first_index
     AND (pre.group_id IS NULL OR pre.group_id = r.group_id)) AS groups,
  s.path AS segment, s.first_index AS first_index, s.samples AS samples, s.length_bytes AS length_bytes,
  j.submission_id AS submission, j.number AS job, s.attempt AS attempt
FROM segment s
JOIN param_set p ON p.id = s.param_set_id
JOIN dataset d ON d.id = p.dataset_id
JOIN job j ON j.id = s.job_id
LEFT JOIN preprocessed pre ON pre.id = s.preprocessed_id;

CREATE VIEW job_timings AS
SELECT d.name AS dataset, p.number AS param_set, coalesce(g.name, 'raw') AS group_name, pre.name AS preprocessor,
  sub.id AS submission, j.number AS job, a.number AS attempt, j.state AS state, a.node AS node,
  a.slurm_job AS slurm_job, a.samples AS samples, a.chunks AS chunks,
  a.mean_nanos / 1e6 AS mean_ms_per_sample, a.stddev_nanos / 1e6 AS stddev_ms_per_sample,
  a.startup_nanos / 1e9 AS startup_seconds, (a.ended_ms - a.started_ms) / 1e3 AS seconds,
  datetime(a.started_ms / 1000, 'unixepoch') AS started, a.code_hash AS code_hash
FROM attempt a
JOIN job j ON j.id = a.job_id
JOIN submission sub ON sub.id = j.submission_id
JOIN param_set p ON p.id = sub.param_set_id
JOIN dataset d ON d.id = p.dataset_id
LEFT JOIN preprocessed pre ON pre.id = sub.preprocessed_id
LEFT JOIN sample_group g ON g.id = pre.group_id;
