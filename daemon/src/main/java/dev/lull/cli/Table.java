package dev.lull.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Aligned columns. The last one is not padded. */
final class Table {
    private final Terminal terminal;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Terminal terminal, String... heads) {
        this.terminal = terminal;
        rows.add(List.of(heads));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print() {
        PrintWriter out = terminal.out();
        for (int r = 0; r < rows.size(); r++) {
            String line = line(rows.get(r));
            out.println(r == 0 ? terminal.dim(line) : line);
        }
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            line.append(cells.get(c));
            if (c + 1 < cells.size()) {
                line.append(" ".repeat(width(c) - length(cells.get(c)) + 2));
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(r -> r.size() > column)
                .mapToInt(r -> length(r.get(column)))
                .max()
                .orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
