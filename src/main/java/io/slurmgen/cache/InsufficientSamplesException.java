package io.slurmgen.cache;

import io.slurmgen.UserError;
import io.slurmgen.submission.Durations;
import java.time.Duration;
import java.util.Optional;

/** A group has fewer samples than were asked for; says how to get the missing ones. */
public final class InsufficientSamplesException extends UserError {
  private static final long serialVersionUID = 1L;

  /** How many samples were asked for. */
  private final long needed;

  /** How many there are. */
  private final long available;

  /** Null where it is not known: an Optional could not be serialised. */
  private final Duration estimatedTime;

  /** The command that makes the missing ones. */
  private final String command;

  InsufficientSamplesException(
      String of, long needed, long available, Optional<Duration> estimatedTime, String command) {
    super(
        "%s has %d of %d samples; to get the others%s: %s"
            .formatted(
                of,
                available,
                needed,
                estimatedTime
                    .map(time -> " (about " + Durations.text(time) + " of CPU time)")
                    .orElse(""),
                command));
    this.needed = needed;
    this.available = available;
    this.estimatedTime = estimatedTime.orElse(null);
    this.command = command;
  }

  /**
   * What was asked for.
   *
   * @return a number of samples
   */
  public long needed() {
    return needed;
  }

  /**
   * What there is.
   *
   * @return a number of samples, less than {@link #needed}
   */
  public long available() {
    return available;
  }

  /**
   * How much processor time the samples take that have to be generated, from earlier runs.
   *
   * @return empty if none has to be generated, or nothing ran before
   */
  public Optional<Duration> estimatedTime() {
    return Optional.ofNullable(estimatedTime);
  }

  /**
   * The command that makes what is missing, waits for it where it is being made, or moves it here
   * where there is enough raw.
   *
   * @return a command line for a shell
   */
  public String command() {
    return command;
  }
}
