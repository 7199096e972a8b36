package dev.lull.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark found: tables for people, JSON for programs. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root = JSON.createObjectNode();

    /** A table with a title; its rows go into the JSON too, under the name. */
    final class Table {
        private final String title;
        private final ObjectNode node;
        private final List<String> columns;
        private final List<List<String>> rows = new ArrayList<>();

        private Table(String name, String title, List<String> columns) {
            this.title = title;
            this.columns = columns;
            this.node = root.putObject(name);
            node.put("title", title);
        }

        /** A row; null-safe text in each column. */
        Table row(String name, Object... values) {
            List<String> row = new ArrayList<>(List.of(name));
            ObjectNode cells = node.putObject(name);
            for (int i = 0; i < values.length; i++) {
                row.add(text(values[i]));
                put(cells, columns.get(i), values[i]);
            }
            rows.add(row);
            return this;
        }

        private static void put(ObjectNode cells, String column, Object value) {
            switch (value) {
                case Duration time -> cells.put(column + " seconds", time.toNanos() / 1e9);
                case Long number -> cells.put(column, number);
                case Double ratio -> cells.put(column, ratio);
                default -> cells.put(column, value.toString());
            }
        }

        private static String text(Object value) {
            return switch (value) {
                case Duration time -> String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
                case Double ratio -> String.format(Locale.ROOT, "%.2f", ratio);
                default -> value.toString();
            };
        }

        void print() {
            List<String> head = new ArrayList<>(List.of(""));
            head.addAll(columns);
            int first = rows.stream().mapToInt(r -> r.getFirst().length()).max().orElse(0);
            System.out.println("\n" + title);
            print(head, first);
            rows.forEach(r -> print(r, first));
        }

        private void print(List<String> row, int first) {
            StringBuilder line = new StringBuilder(pad(row.getFirst(), -first));
            for (int i = 1; i < row.size(); i++) {
                line.append("  ")
                        .append(pad(row.get(i), Math.max(10, columns.get(i - 1).length())));
            }
            System.out.println("  " + line.toString().stripTrailing());
        }

        private static String pad(String text, int width) {
            return width == 0 ? text : String.format(Locale.ROOT, "%" + width + "s", text);
        }
    }

    Table table(String name, String title, String... columns) {
        return new Table(name, title, List.of(columns));
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    /** The middle one. */
    static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
