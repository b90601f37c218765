package io.slurmgen.cache;

import io.slurmgen.UserError;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/** The samples of a {@link Dataset} that were generated with the same parameters. Thread-safe. */
public final class ParamSet implements Iterable<Group> {

  private final Cache cache;
  private final ParamSetRow row;

  ParamSet(Cache cache, ParamSetRow row) {
    this.cache = cache;
    this.row = row;
  }

  /**
   * Its number within the dataset, in order of creation; it never changes.
   *
   * @return from 0
   */
  public int number() {
    return row.number();
  }

  /**
   * What identifies the parameters.
   *
   * @return the SHA-256 of {@link #parameters}, 64 hexadecimal digits
   */
  public String hash() {
    return row.hash();
  }

  /**
   * All parameters, defaults included.
   *
   * @return canonical JSON
   */
  public String parameters() {
    return row.params();
  }

  /**
   * What its random numbers start from.
   *
   * @return the seed
   */
  public long seed() {
    return row.seed();
  }

  /**
   * The samples that were not moved to any group yet.
   *
   * @return the group named raw
   */
  public Group raw() {
    return group(GroupRow.RAW);
  }

  /**
   * A group, which is empty as long as nothing was moved to it.
   *
   * @param name such as train
   * @return the group
   * @throws UserError if no group can have that name
   */
  public Group group(String name) {
    GroupRow.checkName(Objects.requireNonNull(name, "name"));
    return new Group(cache, this, name);
  }

  /** The groups, raw first, the others in order of their creation. */
  @Override
  public Iterator<Group> iterator() {
    return counts().groups().stream().map(group -> group(group.name())).iterator();
  }

  ParamSetRow row() {
    return row;
  }

  ParamSetCounts counts() {
    return Cache.reading(() -> cache.catalog().orElseThrow().counts().of(row));
  }

  Optional<GroupRow> find(String group) {
    return counts().groups().stream().filter(row -> row.name().equals(group)).findFirst();
  }

  /** Returns a name such as noisy_sine 0. */
  @Override
  public String toString() {
    return row.dataset() + " " + row.number();
  }
}
