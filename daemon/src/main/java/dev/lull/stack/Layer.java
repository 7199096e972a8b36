package dev.lull.stack;

/** What is closed and opened together. Closing goes in this order, reopening backwards. */
public enum Layer {
    CRON(Role.CRON),
    WORKERS(Role.WORKER),
    APP(Role.APP);

    private final Role role;

    Layer(Role role) {
        this.role = role;
    }

    /** The role of the services in this layer. */
    public Role role() {
        return role;
    }

    /** The word for people: {@code cron}, {@code workers}, {@code app}. */
    public String word() {
        return switch (this) {
            case CRON -> "cron";
            case WORKERS -> "workers";
            case APP -> "app";
        };
    }
}
