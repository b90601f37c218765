-- Rows of chunks and segments may be removed where nothing that anybody owns depends on them, so
-- that a repair can take out what is gone from the disk.

DROP TRIGGER segment_only_grows;
DROP TRIGGER segment_stays;
DROP TRIGGER chunk_stays;

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

PRAGMA user_version = 2;
