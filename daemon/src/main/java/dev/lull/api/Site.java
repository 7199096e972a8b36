package dev.lull.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/** The web pages, packed as resources. */
final class Site {
    private static final Pattern FILE = Pattern.compile("([a-z0-9-]+)\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private Site() {}

    static void index(Context context) {
        send(context, "index.html", "html");
    }

    static void file(Context context) {
        String name = context.pathParam("file");
        var match = FILE.matcher(name);
        if (!match.matches()) {
            throw ApiProblem.notFound("there is no such page");
        }
        send(context, name, match.group(2));
    }

    private static void send(Context context, String name, String extension) {
        try (InputStream in = Site.class.getResourceAsStream("/lull-web/" + name)) {
            if (in == null) {
                throw ApiProblem.notFound("there is no such page");
            }
            context.contentType(TYPES.getOrDefault(extension, "application/octet-stream"))
                    .header("Cache-Control", "no-cache")
                    .result(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
