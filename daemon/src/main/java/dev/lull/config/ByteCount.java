package dev.lull.config;

import dev.lull.stack.Sizes;
import java.util.Set;
import java.util.regex.Pattern;

/** A number of bytes, with a unit so that nobody takes 256 for more than it is. */
record ByteCount() implements Kind<Long> {
    private static final long MOST = 1024L << 40;
    private static final Pattern BARE = Pattern.compile("[\\d._]*[1-9][\\d._]*");

    @Override
    public Class<Long> type() {
        return Long.class;
    }

    @Override
    public String words() {
        return "a size with its unit, such as 500M or 10G, up to 1024T";
    }

    @Override
    public Set<Form> forms() {
        return Set.of(Form.TEXT, Form.NUMBER);
    }

    @Override
    public Long read(String text) {
        if (BARE.matcher(text).matches()) {
            throw new IllegalArgumentException("has no unit");
        }
        long bytes = Sizes.parse(text);
        if (bytes > MOST) {
            throw new IllegalArgumentException("is more than any disk here has");
        }
        return bytes;
    }

    @Override
    public String print(Long value) {
        return Sizes.print(value);
    }
}
