package dev.lull.snapshot;

/**
 * Where a rollback point keeps what makes a network or a volume anew.
 *
 * @param name as Docker knows it
 * @param file within the point's folder
 * @param bytes of that file
 * @param sha256 of that file, hex
 */
public record SavedDefinition(
        Definition.Kind kind, String name, String file, long bytes, String sha256) {}
