package dev.lull.snapshot;

/**
 * How rollback points are kept. It may be another one for the next point: what is in one shows how
 * it was made.
 *
 * @param packing of what is kept as an archive
 * @param proof of what shares its blocks
 * @param reserve bytes that are to be left free where the points are
 */
public record Keeping(Packing packing, Proof proof, long reserve) {}
