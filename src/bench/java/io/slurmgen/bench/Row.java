package io.slurmgen.bench;

import java.util.List;

/** Some lines of the table that are measured together. */
interface Row {

  /** Makes what it needs and does not measure, unless it is there. */
  void prepare(Place place) throws Exception;

  /** Measures. */
  List<Figure> measure(Place place) throws Exception;
}
