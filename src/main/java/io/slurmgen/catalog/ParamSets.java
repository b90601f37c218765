package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static org.jooq.impl.DSL.count;

import io.slurmgen.UserError;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.Records;

/** Parameter sets. Used inside transactions. */
final class ParamSets {

  private final CatalogConnection catalog;

  ParamSets(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  Optional<ParamSetRow> find(String dataset, String hash) {
    return find(DATASET.NAME.eq(dataset).and(PARAM_SET.HASH.eq(hash)));
  }

  Optional<ParamSetRow> find(long id) {
    return find(PARAM_SET.ID.eq(id));
  }

  private Optional<ParamSetRow> find(Condition condition) {
    return catalog
        .sql()
        .select(
            PARAM_SET.ID,
            DATASET.NAME,
            PARAM_SET.NUMBER.cast(Integer.class),
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED)
        .from(PARAM_SET)
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .where(condition)
        .fetchOptional(Records.mapping(ParamSetRow::new));
  }

  /** The wanted parameter set, made where it is new. */
  ParamSetRow findOrCreate(NewSubmission wanted) {
    ParamSetRow set =
        find(wanted.dataset(), wanted.hash())
            .or(() -> create(wanted))
            .orElseThrow(IllegalStateException::new);
    refuseOtherSeed(set, wanted.seed());
    return set;
  }

  static void refuseOtherSeed(ParamSetRow set, OptionalLong seed) {
    if (seed.isPresent() && seed.getAsLong() != set.seed()) {
      throw new UserError(
          "parameter set %d of %s has the seed %d, not %d: leave --seed out to add samples to it"
              .formatted(set.number(), set.dataset(), set.seed(), seed.getAsLong()));
    }
  }

  private Optional<ParamSetRow> create(NewSubmission wanted) {
    long dataset = datasetId(wanted.dataset());
    long number =
        catalog
            .sql()
            .select(count())
            .from(PARAM_SET)
            .where(PARAM_SET.DATASET_ID.eq(dataset))
            .fetchSingle()
            .value1();
    catalog
        .sql()
        .insertInto(PARAM_SET)
        .set(PARAM_SET.DATASET_ID, dataset)
        .set(PARAM_SET.NUMBER, number)
        .set(PARAM_SET.HASH, wanted.hash())
        .set(PARAM_SET.PARAMS, wanted.params())
        .set(PARAM_SET.SEED, wanted.seed().orElse(wanted.freshSeed()))
        .set(PARAM_SET.CREATED_MS, catalog.nowMillis())
        .execute();
    return find(wanted.dataset(), wanted.hash());
  }

  private long datasetId(String name) {
    return findDataset(name)
        .orElseGet(
            () ->
                catalog
                    .sql()
                    .insertInto(DATASET)
                    .set(DATASET.NAME, name)
                    .returning(DATASET.ID)
                    .fetchSingle()
                    .getId());
  }

  private Optional<Long> findDataset(String name) {
    return catalog
        .sql()
        .select(DATASET.ID)
        .from(DATASET)
        .where(DATASET.NAME.eq(name))
        .fetchOptional(DATASET.ID);
  }
}
