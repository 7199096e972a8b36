package dev.lull.stack;

import dev.lull.stack.DataCopy.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads how a data store comes into a rollback point. What is not whole or contradicts itself is a
 * problem, and counts as not given: then it is stopped for the copy, which is never wrong.
 */
final class CopyLabels {
    private static final String MODE = "lull.snapshot.mode";
    private static final String PRESET = "lull.snapshot.preset";
    private static final String BEFORE = "lull.snapshot.before";
    private static final String AFTER = "lull.snapshot.after";
    private static final String DUMP = "lull.snapshot.dump";
    private static final String RESTORE = "lull.snapshot.restore";
    private static final String CHECK = "lull.snapshot.check";

    static final List<String> KNOWN = List.of(MODE, PRESET, BEFORE, AFTER, DUMP, RESTORE, CHECK);

    private final Labels labels;
    private final Optional<Role> role;
    private final Optional<Preset> named;
    private final Optional<Preset> preset;
    private boolean wrong;

    private CopyLabels(Labels labels, Optional<Role> role, String image) {
        this.labels = labels;
        this.role = role;
        this.named =
                labels.oneOf(PRESET, Preset.labels().toArray(String[]::new)).flatMap(Preset::named);
        this.preset = named.or(() -> Preset.ofImage(image));
    }

    /**
     * Reads them.
     *
     * @param image that the service is made from
     */
    static DataCopy read(Labels labels, Optional<Role> role, String image) {
        return new CopyLabels(labels, role, image).read();
    }

    private DataCopy read() {
        Optional<String> said = labels.oneOf(MODE, "cold", "live", "dump");
        if (said.isEmpty() && labels.has(MODE)) {
            return DataCopy.DEFAULT; // What else is wrong can't be told.
        }
        Mode mode = Mode.valueOf(said.orElse("cold").toUpperCase(Locale.ROOT));
        misplaced(mode, Mode.LIVE, BEFORE, AFTER);
        misplaced(mode, Mode.DUMP, DUMP, RESTORE, CHECK);
        contradictions(mode);
        Optional<DataCopy> read =
                switch (mode) {
                    case COLD -> Optional.empty();
                    case LIVE -> live();
                    case DUMP -> dump();
                };
        return wrong ? DataCopy.DEFAULT : read.orElseGet(() -> cold(said.isPresent()));
    }

    private DataCopy cold(boolean said) {
        if (named.equals(Optional.of(Preset.SQLITE))) {
            return DataCopy.cold("preset sqlite: who writes the file is stopped, so it is whole");
        }
        return said ? DataCopy.cold("cold: " + MODE) : DataCopy.DEFAULT;
    }

    private void misplaced(Mode mode, Mode wanted, String... keys) {
        Stream.of(keys)
                .filter(key -> mode != wanted && labels.has(key))
                .forEach(key ->
                        problem(
                                key,
                                "is given, and " + MODE + " is '" + word(mode) + "'",
                                "Write '" + MODE + ": " + word(wanted) + "', or remove it"));
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private void contradictions(Mode mode) {
        boolean sqlite = named.equals(Optional.of(Preset.SQLITE));
        if (mode == Mode.COLD && named.isPresent() && !sqlite) {
            problem(
                    PRESET,
                    "does nothing while " + MODE + " is 'cold'",
                    "Write '" + MODE + ": dump' or 'live', or remove it");
        }
        if (mode == Mode.COLD) {
            return;
        }
        if (sqlite) {
            problem(
                    PRESET,
                    "is 'sqlite', and " + MODE + " is '" + word(mode) + "'",
                    "Remove " + MODE + ": a file is whole when who writes it is stopped");
        }
        boolean roleIsKnown = role.isPresent() || !labels.has("lull.role");
        if (roleIsKnown && role.filter(Role.DB::equals).isEmpty()) {
            problem(
                    MODE,
                    "'" + word(mode) + "' is for data stores, and this is none",
                    "Give it 'lull.role: db' if it is one, otherwise remove the label: what is"
                            + " closed is stopped when the rollback point is taken");
        }
        if (labels.value("lull.snapshot").filter("none"::equals).isPresent()) {
            problem(
                    MODE,
                    "is '" + word(mode) + "', and lull.snapshot: none leaves all of it out",
                    "Remove one of the two");
        }
    }

    private Optional<DataCopy> live() {
        Optional<Command> own = labels.command(BEFORE);
        Optional<Command> after = labels.command(AFTER);
        if (own.isPresent()) {
            return Optional.of(
                    DataCopy.live("'" + own.get() + "' (" + BEFORE + ")", own.get(), after));
        }
        Optional<Command> known = preset.flatMap(p -> p.command("before"));
        if (known.isEmpty() && !labels.has(BEFORE)) {
            problem(
                    MODE,
                    "is 'live', and nothing says how its files are made whole while it runs",
                    "Write " + BEFORE + " (and " + AFTER + "), or " + oneOfPresets());
        }
        return known.map(before ->
                DataCopy.live(
                        preset.orElseThrow().before() + whose(),
                        before,
                        after.or(() -> preset.flatMap(p -> p.command("after")))));
    }

    private Optional<DataCopy> dump() {
        Optional<Command> own = labels.command(DUMP);
        Optional<Command> restore = labels.command(RESTORE);
        Optional<Command> check = labels.command(CHECK);
        if (own.isPresent()) {
            return ownDump(own.get(), restore, check);
        }
        Optional<Command> known = preset.flatMap(p -> p.command("dump"));
        if (known.isEmpty() && !labels.has(DUMP)) {
            problem(
                    MODE,
                    "is 'dump', and nothing says how it is dumped",
                    "Write " + DUMP + " and " + RESTORE + ", or " + oneOfPresets());
        }
        return known.map(dump ->
                DataCopy.dump(
                        preset.orElseThrow().tool() + whose(),
                        dump,
                        restore.or(() -> preset.flatMap(p -> p.command("restore"))).orElseThrow(),
                        check.or(() -> preset.flatMap(p -> p.command("check")))));
    }

    /** Nobody but who wrote it knows how to read it. */
    private Optional<DataCopy> ownDump(
            Command dump, Optional<Command> restore, Optional<Command> check) {
        if (restore.isEmpty() && !labels.has(RESTORE)) {
            problem(
                    DUMP,
                    "is given without " + RESTORE,
                    "Write the command that reads such a dump from its input and puts everything"
                            + " back");
        }
        if (check.isEmpty() && !labels.has(CHECK)) {
            labels.warning(
                    DUMP,
                    "is given without "
                            + CHECK
                            + ": a dump that ends early and exits 0 counts as"
                            + " whole",
                    "Write a command that reads a dump from its input and exits 0 if it is whole");
        }
        return restore.map(
                back -> DataCopy.dump("'" + dump + "' (" + DUMP + ")", dump, back, check));
    }

    private String whose() {
        String label = preset.orElseThrow().label();
        return " (preset " + label + (named.isPresent() ? ")" : ", by its image)");
    }

    private static String oneOfPresets() {
        return "'"
                + PRESET
                + "' with one of: "
                + String.join(
                        ", ",
                        Preset.labels().stream()
                                .filter(l -> !l.equals(Preset.SQLITE.label()))
                                .toList());
    }

    private void problem(String key, String what, String fix) {
        wrong = true;
        labels.problem(key, what, fix);
    }
}
