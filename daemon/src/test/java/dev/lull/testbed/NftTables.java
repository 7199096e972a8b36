package dev.lull.testbed;

import java.util.stream.Stream;

/** The packet filter's tables of daemons on this machine. */
final class NftTables {
    static final String[] LIST = {"nft", "list", "tables"};

    private NftTables() {}

    /** Those that hold visitors of a port. */
    static Stream<String> holding(int port) {
        return all().filter(t -> held(t).contains(port + " "));
    }

    /** Removes those of killed daemons: one that holds nothing does nothing for anybody. */
    static void sweep() {
        all().filter(t -> held(t).isEmpty())
                .forEach(t -> Sh.run("nft", "add table " + t + "; delete table " + t));
    }

    private static Stream<String> all() {
        return Sh.run(LIST)
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
