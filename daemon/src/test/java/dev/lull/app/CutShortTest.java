package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.stack.Declared;
import dev.lull.stack.StackName;
import dev.lull.window.Ada;
import dev.lull.window.Event;
import dev.lull.window.Facts;
import dev.lull.window.MemoryJournal;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutShortTest {
    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    @TempDir private Path folder;

    /** A window on a stack with half a file beside its compose file. */
    private WindowId open(String stack) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(stack));
        Path file = Files.writeString(directory.resolve("compose.yaml"), "services: {}");
        Files.writeString(left(stack), "serv");
        StackName name = new StackName(stack);
        WindowId id =
                journal.open(
                        new Event.Opened(
                                name,
                                new Change.None(),
                                List.of(),
                                Ada.ORIGIN,
                                Duration.ofMinutes(5),
                                List.of()));
        Declared declared =
                new Declared(
                        name, directory, List.of(file), List.of(), List.of(), Map.of(), List.of());
        journal.append(id, new Event.FactsTaken(new Facts(Instant.EPOCH, declared, List.of())));
        return id;
    }

    private Path left(String stack) {
        return folder.resolve(stack).resolve(".lull-compose.yaml-42.tmp");
    }

    @Test
    void half_files_beside_those_of_open_windows_are_removed_and_no_others() throws IOException {
        WindowId unreadable = open("blog");
        open("shop");
        WindowId ended = open("wiki");
        journal.append(ended, new Event.Ended(Phase.DONE, "well"));
        journal.damage(unreadable);

        CutShort.tidy(journal);

        assertThat(left("shop")).doesNotExist();
        assertThat(left("wiki")).exists();
        assertThat(left("blog")).exists();
        assertThat(folder.resolve("shop/compose.yaml")).hasContent("services: {}");
    }
}
