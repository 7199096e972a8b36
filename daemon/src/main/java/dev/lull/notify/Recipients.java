package dev.lull.notify;

import dev.lull.stack.StackSettings;
import dev.lull.window.Facts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Where the notices of a window go: what the compose files said when it was prepared. */
public final class Recipients {
    private Recipients() {}

    /** The URLs under {@code x-lull.notify}; a broken compose file since then changes nothing. */
    public static List<URI> of(Facts facts) {
        return StackSettings.read(
                        facts.declared().name().value(),
                        facts.declared().settings(),
                        new ArrayList<>())
                .recipients();
    }
}
