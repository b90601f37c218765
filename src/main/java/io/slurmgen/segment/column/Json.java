package io.slurmgen.segment.column;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one way in which values become JSON text and come back; its class is loaded at first use. */
public final class Json {
  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
