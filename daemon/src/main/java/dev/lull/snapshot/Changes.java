package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody did to a tree of a point since the point was whole, as far as the file system knows
 * it: a point that was moved to another disk has changed altogether.
 *
 * @param names of files and folders, the first of them
 * @param number of all of them
 */
record Changes(List<String> names, long number) {
    private static final int MOST_NAMED = 5;

    Changes {
        names = List.copyOf(names);
    }

    static Changes of(Path point, String tree) throws IOException, InterruptedException {
        List<String> find =
                List.of(
                        "find",
                        point.resolve(tree).toString(),
                        "-newercm",
                        point.resolve(Points.MANIFEST).toString(),
                        "-printf",
                        "/%P\\0");
        List<String> names = new ArrayList<>();
        long[] number = new long[1];
        Pipeline.run(
                List.of(Tool.of(find)),
                null,
                in ->
                        Names.read(
                                in,
                                name -> {
                                    number[0]++;
                                    if (names.size() < MOST_NAMED) {
                                        names.add(tree + (name.equals("/") ? "" : name));
                                    }
                                }));
        return new Changes(names.stream().map(Names::told).toList(), number[0]);
    }

    /**
     * For people, to go on with; empty where it says nothing.
     *
     * @param entries of the tree
     */
    String told(long entries) {
        if (number == 0 || number >= entries) {
            return "";
        }
        long more = number - names.size();
        return "; changed since the point was written: "
                + String.join(", ", names)
                + (more > 0 ? " and " + more + " more" : "");
    }
}
