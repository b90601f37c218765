package io.slurmgen.catalog;

/**
 * What somebody may type at the sqlite3 shell without meaning harm, on the catalog of {@link
 * CatalogTriggersTest}: wrong types, numbers near the end of 64 bits, references to nothing. Each
 * line is a statement and what its refusal says.
 */
public final class CarelessSql {

  public static final String REFUSED =
      """
      insert into sample_range values (1, 9223372036854775800, 100, 1, null)      | CHECK constraint failed
      insert into sample_range values (1, 40, 9223372036854775807, 1, null)       | CHECK constraint failed
      insert into sample_range values (1, 9223372036854775808, 1, 1, null)        | CHECK constraint failed
      insert or replace into sample_range values (1, 40, 1e19, 1, null)           | CHECK constraint failed
      update sample_range set samples = 9223372036854775807 where first_index = 20 | CHECK constraint failed
      insert into sample_range values ('1', 0, 10, 1, null)                       | a sample cannot be in two groups
      insert or replace into sample_range values (1, '0', 10, 1, null)            | a sample cannot be in two groups
      insert or replace into sample_range values (1, 0.0, 10, '1', null)          | a sample cannot be in two groups
      insert or replace into sample_range values (1, ' 5', 2, 1, null)            | a sample cannot be in two groups
      insert or ignore into sample_range values (1.0, 5, 2, 1, null)              | a sample cannot be in two groups
      insert into sample_range values (1, 0, 10, 1, null) on conflict do nothing  | a sample cannot be in two groups
      update or replace sample_range set first_index = '0' where first_index = 20 | a sample cannot be in two groups
      insert into sample_range values (x'31', 0, 2, 1, null)                      | a range belongs to a group
      insert into sample_range values (null, 40, 2, 1, null)                      | a range belongs to a group
      insert into sample_range values (1, 40, 2, x'31', null)                     | a range belongs to a group
      insert into sample_range values (1, null, 2, 1, null)                       | NOT NULL constraint failed
      insert or replace into sample_range values (1, 40, null, 1, null)           | NOT NULL constraint failed
      update sample_range set group_id = null where first_index = 20              | NOT NULL constraint failed
      insert into sample_range values (1, x'28', 2, 1, null)                      | CHECK constraint failed
      update sample_group set samples = 'many' where id = 2                       | CHECK constraint failed
      update sample_group set samples = 1.5 where id = 2                          | CHECK constraint failed
      update sample_group set samples = -1 where id = 2                           | CHECK constraint failed
      update sample_group set samples = 1e300 where id = 2                        | CHECK constraint failed
      insert into sample_group (param_set_id, name) values (1, x'747261696e')     | CHECK constraint failed
      insert into sample_group (param_set_id, name) values (1, cast(x'747261696e00' as text)) | CHECK constraint failed
      insert into sample_group (param_set_id, name) values (1, cast(x'74720a' as text)) | CHECK constraint failed
      insert into sample_group (param_set_id, name) values (1, 'a/b')             | CHECK constraint failed
      insert into sample_group (param_set_id, name) values (1, '-rf')             | CHECK constraint failed
      insert into sample_group (param_set_id, name, samples) values (1, 'new', 7) | a new group belongs to a parameter set and has no samples
      insert into sample_group (param_set_id, name) values (77, 'new')            | a new group belongs to a parameter set
      replace into sample_group (param_set_id, name) values ('1', 'train')        | a group cannot be replaced
      insert into dataset (name) values ('..')                                    | CHECK constraint failed
      insert into dataset (name) values (x'64')                                   | CHECK constraint failed
      insert into dataset (name) values (cast(x'61002f2e2e2f62' as text)) | CHECK constraint failed
      insert into param_set values (9, 77, 5, printf('%064d', 9), '{}', 5, 0)     | a parameter set belongs to a dataset
      insert into param_set values (9, 1, 2147483648, printf('%064d', 9), '{}', 5, 0) | CHECK constraint failed
      insert into param_set values (9, 1, 2.5, printf('%064d', 9), '{}', 5, 0)    | CHECK constraint failed
      insert into param_set values (9, 1, 'x', printf('%064d', 9), '{}', 5, 0)    | CHECK constraint failed
      insert into param_set values (9, 1, 5, printf('%064d', 9), '{}', 'x', 0)    | CHECK constraint failed
      insert into param_set values (9, 1, 5, zeroblob(64), '{}', 5, 0)            | CHECK constraint failed
      replace into param_set values ('1', 1, 9, printf('%064d', 9), '{}', 5, 0)   | a parameter set cannot be replaced
      insert into move (group_id, samples, moved_ms) values (77, 1, 0)            | a move is to a group
      insert into move (group_id, samples, moved_ms) values (1, 1, 0)             | and not to raw
      insert into move (group_id, samples, moved_ms) values (2, 'x', 0)           | CHECK constraint failed
      replace into move values ('1', 3, 1, 0)                                     | a move cannot be replaced
      replace into move values (1.0, 3, 1, 0)                                     | a move cannot be replaced
      insert into segment values (9, 1, null, 1, 1, '../../x.arrows', 40, 4, 9)   | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, '/etc/passwd', 40, 4, 9)      | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, 'd/../../x.arrows', 40, 4, 9) | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, '', 40, 4, 9)                 | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, x'ff', 40, 4, 9)              | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, 'd/x.arrows', 'x', 4, 9)      | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, 'd/x.arrows', 40, 'x', 9)     | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, 'd/x.arrows', 40, 4, 'x')     | CHECK constraint failed
      insert into segment values (9, 1, null, 1, 1, 'd/x.arrows', 40, 9223372036854775807, 9) | CHECK constraint failed
      update segment set samples = 'zzz'                                          | CHECK constraint failed
      update segment set samples = 1e300                                          | CHECK constraint failed
      update segment set length_bytes = 'x'                                       | CHECK constraint failed
      insert into chunk values (1, 'x', 20, 999, 400, 1, 1)                       | CHECK constraint failed
      insert into chunk values (1, 50, 'x', 999, 400, 1, 1)                       | CHECK constraint failed
      insert into chunk values (1, 50, 1.5, 999, 400, 1, 1)                       | CHECK constraint failed
      insert into chunk values (1, 50, 9223372036854775807, 999, 400, 1, 1)       | CHECK constraint failed
      insert into chunk values (1, 50, 5, 'x', 400, 1, 1)                         | CHECK constraint failed
      insert into chunk values (1, 50, 5, 999, 400, 'x', 1)                       | CHECK constraint failed
      insert into job_range values (1, 9223372036854775800, 100)                  | CHECK constraint failed
      insert into job_range values (1, 'x', 100)                                  | CHECK constraint failed
      insert into job_range values (1, 50, 1.5)                                   | CHECK constraint failed
      delete from preprocessed                                                    | cannot be removed
      replace into preprocessed values (1, 3, 'other', 0)                         | preprocessed samples cannot be replaced
      replace into preprocessed (group_id, name) values (2, 'square')             | preprocessed samples cannot be replaced
      insert into preprocessed (group_id, name, samples) values (3, 'square', 5)  | there are none at first
      insert into preprocessed (group_id, name) values (77, 'square')             | preprocessed samples belong to a group
      update preprocessed set samples = 'x'                                       | CHECK constraint failed
      insert into preprocessed_range values (77, 0, 2)                            | there is nothing of that number
      insert into preprocessed_range values (x'31', 0, 2)                         | there is nothing of that number
      insert into preprocessed_range values ('1', 0, 2)                           | a sample can be preprocessed only once
      insert into preprocessed_range values (1, 9223372036854775800, 100)         | CHECK constraint failed
      update preprocessed_range set preprocessed_id = null                        | constraint failed
      """;

  private CarelessSql() {}
}
