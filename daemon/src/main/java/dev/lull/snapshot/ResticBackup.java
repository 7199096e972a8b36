package dev.lull.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code restic backup --json} tells, line by line: how far it is, and what came of it. */
final class ResticBackup implements Consumer<String> {
    private final Progress progress;
    private volatile Optional<Made> made = Optional.empty();

    /**
     * A snapshot that restic says it has made.
     *
     * @param added bytes that it took in the repository
     */
    record Made(String snapshot, long added) {}

    ResticBackup(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void accept(String line) {
        JsonNode read = ResticOutput.read(line);
        switch (read.path("message_type").asText()) {
            case "status" -> progress.at(read.path("bytes_done").asLong());
            case "summary" -> made = made(read);
            default -> {}
        }
    }

    /** Newer ones tell what it takes there; older ones what it was before it was packed. */
    private static Optional<Made> made(JsonNode summary) {
        String snapshot = summary.path("snapshot_id").asText();
        long unpacked = summary.path("data_added").asLong();
        return snapshot.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Made(snapshot, summary.path("data_added_packed").asLong(unpacked)));
    }

    Optional<Made> made() {
        return made;
    }
}
