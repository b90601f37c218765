package io.slurmgen.catalog.samples;

import io.slurmgen.layout.LegalName;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import io.slurmgen.sqlite.Statements;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many samples there are: what {@code list} shows.
 *
 * <p>Reads a handful of rows whatever the number of chunks, and does so through plain JDBC, since
 * the first query through jOOQ takes longer than the whole rest of a short command.
 */
public final class Counts {

  private static final String DATASETS = "select dataset.name from dataset order by dataset.name";

  /** Parameters: the dataset's name or null for all, twice. */
  private static final String COUNTS =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed,
        (select count(*) from param_set_code
          where param_set_code.param_set_id = param_set.id) as codes,
        sample_group.id, sample_group.name, sample_group.samples,
        preprocessed.id, preprocessed.name, preprocessed.samples
      from param_set
        join dataset on dataset.id = param_set.dataset_id
        join sample_group on sample_group.param_set_id = param_set.id
        left outer join preprocessed on preprocessed.group_id = sample_group.id
      where (? is null or dataset.name = ?)
      order by dataset.name, param_set.number, sample_group.id, preprocessed.id
      """;

  private final CatalogConnection catalog;

  public Counts(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** The datasets' names, in alphabetical order. */
  public List<String> datasets() throws IOException {
    return catalog.read(() -> catalog.statements().query(DATASETS, Counts::dataset));
  }

  private static String dataset(Row row) throws SQLException {
    String name = row.text(1);
    LegalName.check("dataset", name);
    return name;
  }

  /** All parameter sets, by the dataset's name and their number. */
  public List<ParamSetCounts> all() throws IOException {
    return catalog.read(() -> query(Optional.empty()));
  }

  /** The parameter sets of a dataset by number; none where the catalog has no such dataset. */
  public List<ParamSetCounts> of(String dataset) throws IOException {
    return catalog.read(() -> query(Optional.of(dataset)));
  }

  /** The present counts of a parameter set that was read before. */
  public ParamSetCounts of(ParamSetRow set) throws IOException {
    return catalog.read(
        () ->
            query(Optional.of(set.dataset())).stream()
                .filter(counts -> counts.paramSet().id() == set.id())
                .findFirst()
                .orElseThrow(
                    () ->
                        Statements.damage("%s %d is lost".formatted(set.dataset(), set.number()))));
  }

  /** Used inside a transaction. */
  List<ParamSetCounts> query(Optional<String> dataset) throws SQLException {
    Map<Long, List<GroupRow>> groups = new LinkedHashMap<>();
    Map<Long, ParamSetRow> sets = new LinkedHashMap<>();
    Map<Long, Integer> codes = new LinkedHashMap<>();
    String name = dataset.orElse(null);
    catalog
        .statements()
        .each(
            COUNTS,
            row -> {
              ParamSetRow set = paramSet(row);
              sets.put(set.id(), set);
              codes.put(set.id(), row.smallNumber(7));
              addGroup(groups.computeIfAbsent(set.id(), id -> new ArrayList<>()), row);
            },
            name,
            name);
    return sets.values().stream()
        .map(set -> new ParamSetCounts(set, groups.get(set.id()), codes.get(set.id())))
        .toList();
  }

  public static ParamSetRow paramSet(Row row) throws SQLException {
    return new ParamSetRow(
        row.number(1), row.text(2), row.smallNumber(3), row.text(4), row.text(5), row.number(6));
  }

  /** A group with several preprocessors is several rows, one after the other. */
  private static void addGroup(List<GroupRow> groups, Row row) throws SQLException {
    long id = row.number(8);
    List<PreprocessedRow> preprocessed = new ArrayList<>();
    if (!groups.isEmpty() && groups.get(groups.size() - 1).id() == id) {
      preprocessed.addAll(groups.remove(groups.size() - 1).preprocessed());
    }
    if (row.optionalNumber(11).isPresent()) {
      preprocessed.add(new PreprocessedRow(row.number(11), row.text(12), row.number(13)));
    }
    groups.add(new GroupRow(id, row.text(9), row.number(10), preprocessed));
  }
}
