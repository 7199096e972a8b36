package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.page.DoorException;
import dev.lull.page.FakeHold;
import dev.lull.page.Hold;
import dev.lull.stack.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostToolsTest {
    @TempDir Path bin;

    private final Hold hold = new FakeHold(() -> Instant.EPOCH);

    @Test
    void nothing_is_said_of_a_host_that_has_them_all() throws IOException {
        install("nft", "nsenter", "setpriv", "tar", "zstd", "find");
        assertThat(problems(hold)).isEmpty();
    }

    @Test
    void every_missing_one_is_named_with_the_packages_that_have_it() throws IOException {
        install("nft", "setpriv", "tar", "find");
        Files.createFile(bin.resolve("zstd")); // Not executable.

        assertThat(problems(hold))
                .singleElement()
                .satisfies(p ->
                        assertThat(p)
                                .contains("no command nsenter, zstd", "apt install", "util-linux"));
    }

    @Test
    void a_host_on_which_no_connection_can_be_held_is_named() throws IOException {
        install("nft", "nsenter", "setpriv", "tar", "zstd", "find");

        assertThat(problems(new Refused()))
                .singleElement()
                .satisfies(
                        p -> assertThat(p).contains("Operation not permitted", "daemon as root"));
    }

    private List<String> problems(Hold hold) {
        return new HostTools(hold, "/nonexistent:" + bin)
                .problems("shop").stream().map(Problem::toString).toList();
    }

    private void install(String... tools) throws IOException {
        for (String tool : tools) {
            Files.createFile(
                    bin.resolve(tool),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    /** As nft answers a user who is not root. */
    private static final class Refused implements Hold {
        @Override
        public void hold(Set<Integer> tcpPorts, Duration timeout) {
            throw refused();
        }

        @Override
        public void release(Set<Integer> tcpPorts) {
            throw refused();
        }

        @Override
        public Set<Integer> held() {
            throw refused();
        }

        @Override
        public void clear() {
            throw refused();
        }

        private static DoorException refused() {
            return new DoorException.Permanent("nft: Operation not permitted");
        }
    }
}
