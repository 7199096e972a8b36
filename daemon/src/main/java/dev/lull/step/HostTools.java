package dev.lull.step;

import dev.lull.page.DoorException;
import dev.lull.page.Hold;
import dev.lull.stack.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The host's own tools that later steps need: found missing before anything is closed, not after.
 */
final class HostTools {
    private static final List<String> TOOLS =
            List.of("nft", "nsenter", "setpriv", "tar", "zstd", "find");

    private final Hold hold;
    private final List<Path> path;

    /**
     * @param path where commands are, as in the variable {@code PATH}
     */
    HostTools(Hold hold, String path) {
        this.hold = hold;
        this.path =
                Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(p -> !p.isEmpty())
                        .map(Path::of)
                        .toList();
    }

    /**
     * @param where the stack's name
     */
    List<Problem> problems(String where) {
        List<Problem> problems = new ArrayList<>();
        List<String> missing = TOOLS.stream().filter(t -> !isThere(t)).toList();
        if (!missing.isEmpty()) {
            problems.add(
                    Problem.error(
                            where,
                            "this host has no command " + String.join(", ", missing),
                            "Install it: on Debian and Ubuntu 'apt install nftables util-linux tar"
                                    + " zstd findutils'"));
        }
        if (!missing.contains("nft")) {
            packetRules(where, problems);
        }
        return problems;
    }

    private void packetRules(String where, List<Problem> problems) {
        try {
            hold.held();
        } catch (DoorException e) {
            problems.add(
                    Problem.error(
                            where,
                            "new connections can't be held while the page takes the app's place: "
                                    + e.getMessage(),
                            "Run the daemon as root, on a kernel with nftables; 'nft list tables'"
                                    + " shows the same"));
        }
    }

    private boolean isThere(String tool) {
        return path.stream().anyMatch(p -> Files.isExecutable(p.resolve(tool)));
    }
}
