package dev.lull.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * A command that runs inside a container of the stack, as an argument list: no shell takes part
 * unless the person names one ({@code sh -c '…'}).
 *
 * @param argv at least one word
 */
public record Command(List<String> argv) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new UnreadableException("has no words");
        }
    }

    /** Why a line is no command. The line is not in the message: it may hold a secret. */
    static final class UnreadableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private UnreadableException(String what) {
            super(what);
        }
    }

    /**
     * Splits a line into words as a POSIX shell splits them: blanks separate, single quotes, double
     * quotes and backslash quote. Nothing is expanded.
     *
     * @throws IllegalArgumentException if the line is blank or a quote is left open; the message
     *     does not quote the line
     */
    public static Command parse(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' ? c == '\'' : quote == '"' && c == '"') {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(escaped(quote, line.charAt(++i)));
                inWord = true;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new UnreadableException("has a quote that is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return new Command(words);
    }

    private static String escaped(char quote, char c) {
        boolean special = quote == 0 || c == '"' || c == '\\' || c == '$' || c == '`';
        return special ? String.valueOf(c) : "\\" + c;
    }

    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
