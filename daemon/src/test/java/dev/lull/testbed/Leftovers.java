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
            Sh.run("docker", "ps", "-a", "--filter", "label=" + label, "--format", "{{.Names}}")
                    .lines()
                    .filter(n -> n.startsWith(stack.project()))
                    .forEach(left::add);
        }
        Sh.run("nft", "list", "tables").lines().filter(l -> l.contains("lull")).forEach(left::add);
        return left;
    }
}
