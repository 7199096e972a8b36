package dev.lull.config;

import java.util.regex.Pattern;

/** What Docker calls an image. */
record ImageName() implements Kind<String> {
    private static final Pattern NAME =
            Pattern.compile(
                    "([a-zA-Z0-9][a-zA-Z0-9.-]*(:\\d+)?/)?" // registry
                            + "[a-z0-9]+([._/-]+[a-z0-9]+)*"
                            + "(:\\w[\\w.-]{0,127})?"
                            + "(@[a-z0-9]+:[0-9a-f]{32,})?");

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public String words() {
        return "the name of an image";
    }

    @Override
    public String read(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("is not the name of an image");
        }
        return text;
    }
}
