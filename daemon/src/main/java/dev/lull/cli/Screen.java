package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Shows a window while it runs. */
interface Screen {

    /** Something happened. */
    void show(JsonNode event);

    /** Time went by. */
    default void tick(Instant now) {}

    /** Nothing more is shown. */
    default void end() {}
}
