package dev.lull.docker;

/**
 * What Docker does when a container ends.
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}
 * @param maximumRetries for {@code on-failure}; 0 for no limit
 */
public record RestartPolicy(String name, int maximumRetries) {
    public static final RestartPolicy NO = new RestartPolicy("no", 0);
    public static final RestartPolicy ALWAYS = new RestartPolicy("always", 0);

    /** Whether a container that has ended with 0 stays so. */
    public boolean endsWell() {
        return name.equals("no") || name.equals("on-failure");
    }
}
