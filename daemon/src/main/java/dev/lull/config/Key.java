package dev.lull.config;

/**
 * A key of the configuration.
 *
 * @param <T> what its value means to the daemon
 */
public final class Key<T> {
    private final String name;
    private final String option;
    private final String variable;
    private final Kind<T> kind;
    private final T otherwise;
    private final String explanation;
    private final Needs needs;

    /** One that counts when the daemon is started. */
    Key(
            String name,
            String option,
            String variable,
            Kind<T> kind,
            T otherwise,
            String explanation) {
        this(name, option, variable, kind, otherwise, explanation, Needs.RESTART);
    }

    Key(
            String name,
            String option,
            String variable,
            Kind<T> kind,
            T otherwise,
            String explanation,
            Needs needs) {
        this.name = name;
        this.option = option;
        this.variable = variable;
        this.kind = kind;
        this.otherwise = otherwise;
        this.explanation = explanation;
        this.needs = needs;
    }

    /** Its groups and itself, e.g. {@code snapshot.compression.level}. */
    public String name() {
        return name;
    }

    /** The option that wins over it; empty if there is none. */
    public String option() {
        return option;
    }

    /** The variable of the environment that wins over it; empty if there is none. */
    public String variable() {
        return variable;
    }

    /** What is to be written, e.g. {@code a whole number from 1 to 19}. */
    public String words() {
        return kind.words();
    }

    /** What holds where nobody says anything. */
    public T otherwise() {
        return otherwise;
    }

    /** The same, as the file has it. */
    public String printed() {
        return kind.print(otherwise);
    }

    /** What it is for, in a sentence or a few. */
    public String explanation() {
        return explanation;
    }

    /** What a daemon that runs needs to go by another value. */
    public Needs needs() {
        return needs;
    }

    Kind<T> kind() {
        return kind;
    }

    @Override
    public String toString() {
        return name;
    }
}
