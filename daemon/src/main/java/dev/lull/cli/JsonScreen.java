package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** One JSON event a line. */
record JsonScreen(PrintWriter out) implements Screen {
    @Override
    public void show(JsonNode event) {
        out.println(event);
        out.flush();
    }
}
