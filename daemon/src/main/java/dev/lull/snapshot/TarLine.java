package dev.lull.snapshot;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what GNU tar prints of an entry with {@link #OPTIONS}. */
final class TarLine {
    /** Times whole and in UTC; names quoted, so that none can look like anything else. */
    static final List<String> OPTIONS =
            List.of(
                    "--list",
                    "--verbose",
                    "--numeric-owner",
                    "--full-time",
                    "--utc",
                    "--quoting-style=c");

    private static final Pattern BEFORE_NAME =
            Pattern.compile("(\\S{10}) (\\d+/\\d+) +([\\d,]+) ([^\"]*[^\" ]) *");
    private static final String LETTERS = "abfnrtv";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b";

    private final String line;
    private int at;

    private TarLine(String line) {
        this.line = line;
    }

    /**
     * Reads a line.
     *
     * @throws IOException if it is not one of an entry
     */
    static FileEntry read(String line) throws IOException {
        return new TarLine(line).entry();
    }

    private FileEntry entry() throws IOException {
        Matcher m = BEFORE_NAME.matcher(line).region(0, Math.max(0, line.indexOf('"')));
        if (!m.matches()) {
            throw strange();
        }
        at = m.end();
        String name = quoted();
        String mode = m.group(1);
        boolean hardLink = mode.startsWith("h");
        return new FileEntry(
                relative(name),
                hardLink ? "-" + mode.substring(1) : mode,
                m.group(2),
                hardLink ? FileEntry.UNKNOWN : size(m.group(3)),
                time(m.group(4)),
                mode.startsWith("l") ? target() : "");
    }

    private IOException strange() {
        return new IOException("tar lists something that Lull does not understand: " + line);
    }

    private String target() throws IOException {
        if (!line.startsWith(" -> \"", at)) {
            throw strange();
        }
        at += " -> ".length();
        return quoted();
    }

    /** A string of the language C, from its first quotation mark to its last. */
    private String quoted() throws IOException {
        StringBuilder text = new StringBuilder();
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            text.append(line.charAt(at) == '\\' ? escaped() : line.charAt(at));
        }
        if (at++ >= line.length()) {
            throw strange();
        }
        return text.toString();
    }

    private char escaped() throws IOException {
        at++;
        if (line.startsWith("\"", at) || line.startsWith("\\", at)) {
            return line.charAt(at);
        }
        int letter = at < line.length() ? LETTERS.indexOf(line.charAt(at)) : -1;
        if (letter >= 0) {
            return MEANT.charAt(letter);
        }
        at += 2;
        try {
            return (char) Integer.parseInt(line, at - 2, at + 1, 8);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw strange();
        }
    }

    /** {@code ./} is the root. */
    private static String relative(String told) {
        String name = told.startsWith("./") ? told.substring(2) : told;
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /** A device has two numbers instead. */
    private static long size(String told) {
        return told.contains(",") ? 0 : Long.parseLong(told);
    }

    /** A year beyond the calendar stays as it is told, and so differs from any other. */
    private static String time(String told) {
        int dot = told.indexOf('.');
        String seconds = dot < 0 ? told : told.substring(0, dot);
        String nanos = dot < 0 ? "" : told.substring(dot + 1);
        try {
            return LocalDateTime.parse(seconds.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC)
                    + "."
                    + (nanos + "000000000").substring(0, 9);
        } catch (DateTimeParseException e) {
            return told;
        }
    }
}
