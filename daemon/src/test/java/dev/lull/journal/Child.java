package dev.lull.journal;

import dev.lull.window.Event;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Another daemon: appends a while, printing each sequence when it is durable. */
final class Child {
    private Child() {}

    static Process start(Path stateDir) throws IOException {
        return start(stateDir, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * @param temporary folder of the process
     */
    static Process start(Path stateDir, Path temporary) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        stateDir.toString())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) {
        try (SqliteJournal journal = SqliteJournal.open(Path.of(arguments[0]), Clock.systemUTC())) {
            WindowId window = journal.open(SqliteJournalTest.shop());
            for (int i = 2; i < 20_000; i++) {
                long sequence =
                        journal.append(window, new Event.Noted("n", Integer.toString(i)))
                                .sequence();
                System.out.println(sequence);
            }
        } catch (JournalException e) {
            System.out.println(e.getMessage());
        }
    }
}
