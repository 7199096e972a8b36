package dev.lull.stack;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write and read them: {@code 500M}, {@code 10GiB}, {@code 1.5T}. */
public final class Sizes {
    private static final Pattern WHOLE =
            Pattern.compile(
                    "(\\d{1,9}(?:\\.\\d{1,3})?) ?([KMGT])?(?:i?B)?", Pattern.CASE_INSENSITIVE);

    private Sizes() {}

    /**
     * Reads a number of bytes; a K is 1024 of them, as Docker has it.
     *
     * @throws IllegalArgumentException with the expected form
     */
    public static long parse(String text) {
        Matcher m = WHOLE.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("is not a size such as 500M or 10G");
        }
        String unit = m.group(2) == null ? "" : m.group(2).toUpperCase(Locale.ROOT);
        long factor = 1L << (10 * " KMGT".indexOf(unit.isEmpty() ? " " : unit));
        return (long) (Double.parseDouble(m.group(1)) * factor);
    }

    /** Writes a number of bytes for people, e.g. {@code 41 MiB}: a tenth where there are few. */
    public static String print(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double n = bytes;
        int unit = 0;
        while (n >= 1024 && unit < units.length - 1) {
            n /= 1024;
            unit++;
        }
        String form = unit > 0 && n < 10 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, form, n, units[unit]);
    }
}
