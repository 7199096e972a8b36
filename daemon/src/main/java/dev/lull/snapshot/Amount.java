package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How much there is in a folder, itself counted too: what two copies of it must have in common.
 *
 * @param files regular ones, each name of a hard-linked one
 * @param folders of it
 * @param others such as links
 * @param bytes of the files
 */
record Amount(long files, long folders, long others, long bytes) {
    static final Amount NONE = new Amount(0, 0, 0, 0);

    /** Of a folder of this host. */
    static Amount of(Path folder) throws IOException, InterruptedException {
        Amount[] sum = {NONE};
        Pipeline.run(
                List.of(Tool.of(List.of("find", folder.toString(), "-printf", "%y %s\\n"))),
                null,
                in -> sum[0] = sum(in));
        return sum[0];
    }

    private static Amount sum(InputStream in) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        Amount sum = NONE;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long size = Long.parseLong(line.substring(2));
            sum =
                    switch (line.charAt(0)) {
                        case 'f' -> sum.andFile(size);
                        case 'd' -> sum.andFolder();
                        default -> sum.andOther();
                    };
        }
        return sum;
    }

    Amount andFile(long size) {
        return new Amount(files + 1, folders, others, bytes + size);
    }

    Amount andFolder() {
        return new Amount(files, folders + 1, others, bytes);
    }

    Amount andOther() {
        return new Amount(files, folders, others + 1, bytes);
    }

    /** For people. */
    String words() {
        return files
                + " files in "
                + folders
                + " folders, "
                + (others == 0 ? "" : others + " links and the like, ")
                + bytes
                + " bytes";
    }
}
