package dev.lull.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Reads what containers have logged. */
final class Logs {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int NOT_IMPLEMENTED = 501;

    private final EngineHttp http;

    Logs(EngineHttp http) {
        this.http = http;
    }

    List<LogLine> since(String container, Instant since) {
        String what = "read the log of container " + container;
        try {
            return Deadline.within(
                    LIMIT,
                    Kind.READ,
                    what,
                    () -> {
                        List<LogLine> lines = new ArrayList<>();
                        read(container, since, false, lines::add);
                        return List.copyOf(lines);
                    });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineHttp.Refused refused) {
                if (refused.reply().status() == NOT_IMPLEMENTED) {
                    return List.of(); // a log driver that can't be read
                }
                refused.reply().orRefuse(Kind.READ, what);
            }
            throw http.failed(Kind.READ, what, e);
        }
    }

    /**
     * Reads on the calling thread until the log ends; when it is followed, until the container
     * does.
     */
    void read(String container, Instant since, boolean follow, Consumer<LogLine> lines)
            throws IOException {
        // The engine takes whole seconds: the rest is sorted out here.
        Request.Builder request =
                EngineHttp.request(
                        "GET",
                        "/containers/"
                                + EngineHttp.part(container)
                                + "/logs?stdout=1&stderr=1&timestamps=1&tail=all&follow="
                                + (follow ? 1 : 0)
                                + "&since="
                                + Math.max(0, since.getEpochSecond()));
        LogFrames frames =
                new LogFrames(line -> {
                    if (!line.at().isBefore(since)) {
                        lines.accept(line);
                    }
                });
        http.stream(request, frames::read);
    }
}
