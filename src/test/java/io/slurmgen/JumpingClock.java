package io.slurmgen;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test lets it jump. */
public final class JumpingClock extends Clock {

  private volatile Instant now = Instant.parse("2024-05-06T07:08:09.123Z");

  /** Lets it jump, back by a negative time. */
  public void jump(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
