package dev.lull.docs;

import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, read for tests. */
record Page(Path file, String text) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    /** A fenced block. */
    record Block(Page page, String language, List<String> lines) {
        boolean isShell() {
            return language.equals("sh") || language.equals("console");
        }

        @Override
        public String toString() {
            return page.file().getFileName() + ":\n" + String.join("\n", lines);
        }
    }

    static Page of(String name) {
        Path file = TestBed.root().resolve(name);
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The README, the pages beside it, and the whole site. */
    static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        for (String name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
            pages.add(of(name));
        }
        try (Stream<Path> site = Files.walk(TestBed.root().resolve("src/site"))) {
            site.filter(p -> p.toString().endsWith(".md"))
                    .sorted()
                    .forEach(p -> pages.add(of(TestBed.root().relativize(p).toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    List<Block> blocks() {
        return FENCE.matcher(text)
                .results()
                .map(m -> new Block(this, m.group(1), m.group(2).lines().toList()))
                .toList();
    }

    /** The text around the fenced blocks. */
    String prose() {
        return text.replaceAll("(?s)```.*?```", "");
    }

    /** Where its links lead. */
    List<String> links() {
        return groups("\\]\\(([^)\\s]+)\\)", prose());
    }

    /** The anchors of its headings, as GitHub makes them. */
    List<String> anchors() {
        return groups("(?m)^#+ (.+)$", text).stream()
                .map(h ->
                        h.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    /** The first cells of the table rows under a heading, without code marks. */
    List<String> firstCells(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        int end = text.indexOf("\n## ", start + 1);
        String section = text.substring(start, end < 0 ? text.length() : end);
        return groups("(?m)^\\| `?([^|]+?)`? \\|", section).stream()
                .filter(c -> !c.startsWith("---"))
                .skip(1)
                .toList();
    }

    static List<String> groups(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map(Page::first).toList();
    }

    private static String first(MatchResult match) {
        return match.group(1);
    }
}
