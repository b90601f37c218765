package io.slurmgen.catalog;

import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;

/**
 * How a trial between two nodes ended.
 *
 * @param fileSystem what the directory was on, as the submitting node mounts it
 * @param submitNode the node of the command
 * @param taskNode the other one
 * @param verdict what it said; a known one
 * @param detail what was seen, one line
 */
public record NodeProbe(
    FileSystemKind fileSystem,
    String submitNode,
    String taskNode,
    CoherenceVerdict verdict,
    String detail) {}
