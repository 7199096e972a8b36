package dev.lull.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sockets of a tree. A copy of one leads to nobody, and can keep a server from starting that
 * finds it in its place.
 */
final class Sockets {
    private final Path tree;

    Sockets(Path tree) {
        this.tree = tree;
    }

    /** Takes them out of a copy of the tree, whose folders keep their times all the same. */
    void removeFrom(Path copy) throws IOException, InterruptedException {
        Set<String> folders = folders();
        if (folders.isEmpty()) {
            return;
        }
        Pipeline.run(Tool.of(List.of("find", copy.toString(), "-type", "s", "-delete")));
        List<String> write =
                new ArrayList<>(
                        List.of(
                                "tar",
                                "--create",
                                "--file=-",
                                "--format=posix",
                                "--directory=" + tree,
                                "--no-recursion",
                                "--null",
                                "--verbatim-files-from"));
        write.addAll(Archive.EXACTLY);
        write.add("--files-from=-");
        List<String> read =
                new ArrayList<>(List.of("tar", "--extract", "--file=-", "--directory=" + copy));
        read.addAll(Archive.EXACTLY);
        read.addAll(Archive.AS_IT_WAS);
        Pipeline.run(
                List.of(Tool.of(write), Tool.of(read)),
                out -> {
                    for (String folder : folders) {
                        out.write((folder + "\0").getBytes(StandardCharsets.ISO_8859_1));
                    }
                },
                in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /** Those that have one in them, within the tree. Each char is a byte. */
    private Set<String> folders() throws IOException, InterruptedException {
        Set<String> folders = new LinkedHashSet<>();
        Pipeline.run(
                List.of(
                        Tool.of(
                                List.of(
                                        "find",
                                        tree.toString(),
                                        "-type",
                                        "s",
                                        "-printf",
                                        "./%P\\0"))),
                null,
                in -> Names.read(in, name -> folders.add(parent(name))));
        return folders;
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/'));
    }
}
