package dev.lull.testbed;

import java.util.ArrayList;
import java.util.List;

/** What a window must not leave behind. */
public final class Leftovers {
    private Leftovers() {}

    /** Pages and one-offs of the stack, and packet rules of ours. */
    public static List<String> of(ExampleStack stack) {
        List<String> left = new ArrayList<>();
        for (String label : List.of("dev.lull.page=" + stack.project(), "dev.lull.window")) {
            TestBed.lines("ps", "-a", "--filter", "label=" + label, "--format", "{{.Names}}")
                    .stream()
                    .filter(n -> n.startsWith(stack.project()))
                    .forEach(left::add);
        }
        NftTables.holding(stack.port()).forEach(left::add);
        return left;
    }
}
