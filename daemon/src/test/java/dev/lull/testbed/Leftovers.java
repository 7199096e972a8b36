package dev.lull.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        tables().filter(t -> held(t).contains(stack.port() + " ")).forEach(left::add);
        return left;
    }

    /** Removes the tables of killed daemons: one that holds nothing does nothing for anybody. */
    static void sweepTables() {
        tables().filter(t -> held(t).isEmpty())
                .forEach(t -> Sh.run("nft", "add table " + t + "; delete table " + t));
    }

    private static Stream<String> tables() {
        return Sh.run("nft", "list", "tables")
                .lines()
                .filter(l -> l.matches("table inet lull_[0-9a-f]+"))
                .map(l -> l.replaceFirst("table ", ""));
    }

    /** The ports that it holds, each with a space after it; the table may be gone meanwhile. */
    private static String held(String table) {
        try {
            String all = Sh.run("nft", "list table " + table);
            int from = all.indexOf("elements = {");
            return from < 0 ? "" : all.substring(from + 12, all.indexOf('}', from));
        } catch (IllegalStateException gone) {
            return "";
        }
    }
}
