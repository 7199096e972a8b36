package dev.lull.page;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/** What a test needs from the machine: without it the test is skipped, in CI it fails. */
final class Needs {
    private Needs() {}

    static void nftables() {
        need(succeeds("nft", "list", "tables"), "nft, as root");
    }

    static void dockerImage(String image) {
        need(
                succeeds("docker", "image", "inspect", image),
                "a Docker engine with the image " + image + " (make testbed)");
    }

    private static void need(boolean there, String what) {
        if (!there && System.getenv("CI") != null) {
            fail("needs " + what);
        }
        assumeTrue(there, "needs " + what);
    }

    private static boolean succeeds(String... argv) {
        try {
            return new ProcessBuilder(List.of(argv))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
