package dev.lull.api;

import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import io.javalin.http.Context;
import java.time.Duration;

/** How far a window has to be before the request that opens it is answered. */
enum Wait {
    /** It is open. */
    NOT,
    /** Its first step is done: everything that would be in its way was looked for. */
    PREPARE,
    END;

    static final String NAME = "wait";
    static final String WORDS =
            "'prepare' to be answered when it has been prepared, 'end' when it has ended; both also"
                    + " when it waits for a person";

    private static final Duration LOOK = Duration.ofMinutes(1);

    /**
     * What a request asks for.
     *
     * @throws ApiProblem if that is nothing to wait for
     */
    static Wait of(Context context) {
        String word = context.queryParam(NAME);
        if (word == null) {
            return NOT;
        }
        return switch (word) {
            case "prepare" -> PREPARE;
            case "end" -> END;
            default -> throw ApiProblem.malformed("'wait' takes 'prepare' or 'end'");
        };
    }

    /**
     * Blocks until a window is that far, has ended, or waits for a person. However long that takes:
     * a request that is being worked on is not idle, so its connection is not given up.
     */
    void until(Windows windows, WindowId id) throws InterruptedException {
        long seen = windows.await(0, Duration.ZERO);
        while (!isOver(windows.state(id))) {
            seen = windows.await(seen, LOOK);
        }
    }

    private boolean isOver(WindowState state) {
        return this == NOT
                || state.ended().isPresent()
                || state.held().isPresent()
                || (this == PREPARE && state.forward().getFirst().isDone());
    }
}
