package dev.lull.config;

import java.net.URI;
import java.util.regex.Pattern;

/** Where Docker listens. */
record EngineSocket() implements Kind<URI> {
    private static final Pattern SOCKET = Pattern.compile("unix:///[^\\s?#%]+");
    private static final String NOT_ONE = "is not a unix socket of this host";

    @Override
    public Class<URI> type() {
        return URI.class;
    }

    @Override
    public String words() {
        return "unix:// and the absolute path of a socket";
    }

    @Override
    public URI read(String text) {
        if (!SOCKET.matcher(text).matches()) {
            throw new IllegalArgumentException(NOT_ONE);
        }
        return uri(text);
    }

    @Override
    public URI given(String text) {
        return uri(text);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NOT_ONE, e);
        }
    }
}
