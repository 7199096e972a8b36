package dev.lull.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Print the version of this command, and of the daemon if it runs.",
        footerHeading = "%nExamples:%n",
        footer = "  lull version")
final class VersionVerb implements Callable<Integer> {
    private final Lull lull;
    private final String version;

    VersionVerb(Lull lull, String version) {
        this.lull = lull;
        this.version = version;
    }

    @Override
    public Integer call() {
        lull.terminal().out().println("lull " + version);
        try (DaemonClient client = lull.client()) {
            String daemon = client.get("/api/v1/version").path("version").asText();
            lull.terminal().out().println("daemon " + daemon);
        } catch (CliException e) {
            lull.terminal().out().println("daemon: not reached");
        }
        return ExitCode.OK.code();
    }
}
