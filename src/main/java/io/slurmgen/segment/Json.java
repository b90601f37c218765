package io.slurmgen.segment;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one way in which values become JSON text and come back; its class is loaded at first use. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
