package dev.lull.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where the command reads and writes.
 *
 * @param interactive whether a person sits there: questions may be asked, lines redrawn
 * @param colours whether escape sequences for colours may be written
 */
public record Terminal(
        PrintWriter out, PrintWriter err, BufferedReader in, boolean interactive, boolean colours) {
    private static final int COLUMNS = 80;

    /** The one that this process was started from. */
    public static Terminal system() {
        boolean interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        String noColour = System.getenv("NO_COLOR");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                interactive && !dumb,
                interactive && !dumb && (noColour == null || noColour.isEmpty()));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Prints a paragraph, broken between words, its lines below the first one indented alike. */
    void print(String paragraph, String bullet) {
        StringBuilder line = new StringBuilder(bullet);
        int indent = bullet.length();
        for (String word : harmless(paragraph).split(" ", -1)) {
            if (line.length() > indent && line.length() + 1 + word.length() > COLUMNS) {
                out.println(line);
                line.setLength(0);
                line.append(" ".repeat(indent));
            }
            line.append(line.length() > indent ? " " : "").append(word);
        }
        out.println(line);
    }

    /**
     * Asks a question that is to be answered with yes.
     *
     * @throws CliException if it is not, or if nobody is there to answer
     */
    void confirm(String question) throws IOException {
        if (!interactive) {
            throw new CliException(
                    ExitCode.UNCONFIRMED,
                    "nobody is there to confirm it; nothing was touched. Say --yes to go on"
                            + " unasked");
        }
        out.print(question + " [y/N] ");
        out.flush();
        String answer = in.readLine();
        boolean confirmed =
                answer != null
                        && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        if (!confirmed) {
            throw new CliException(ExitCode.UNCONFIRMED, "not confirmed; nothing was touched");
        }
    }

    String bold(String text) {
        return ink("1", text);
    }

    String dim(String text) {
        return ink("2", text);
    }

    String good(String text) {
        return ink("32", text);
    }

    String bad(String text) {
        return ink("31", text);
    }

    String careful(String text) {
        return ink("33", text);
    }

    private String ink(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /**
     * The end of a line that is too long for most terminals: the numbers of progress stand there.
     */
    static String end(String line, int indent) {
        int room = COLUMNS - indent;
        return line.length() <= room ? line : "…" + line.substring(line.length() - room + 1);
    }

    /** What a stack printed, made harmless: no escape sequence of its may reach a terminal. */
    static String harmless(String text) {
        return text.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "")
                .replace("\t", "    ")
                .replaceAll("\\p{Cntrl}", "");
    }
}
