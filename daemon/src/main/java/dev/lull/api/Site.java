package dev.lull.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The web pages, packed as resources. */
final class Site {
    private static final String HTML = "text/html";
    private static final String ETAG = "ETag";
    private static final Pattern FILE = Pattern.compile("([a-z0-9-]+)\\.(html|css|js|svg|txt)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "txt", "text/plain; charset=utf-8");

    private static final Map<String, Packed> FILES = new ConcurrentHashMap<>();

    private Site() {}

    static void add(Routes routes) {
        tagged(routes.get("/", Needs.NOTHING, "The web pages.")).answers(HTML).by(Site::index);
        Routes.Adding files = tagged(routes.get("/ui/{file}", Needs.NOTHING, "Their files."));
        TYPES.values().stream().map(Site::bare).sorted().forEach(files::answers);
        files.by(Site::file);
    }

    /** What has not changed is not sent again. */
    private static Routes.Adding tagged(Routes.Adding adding) {
        return adding.header("If-None-Match", "the ETag of what is there already")
                .sends(200, ETAG, "changes with the content")
                .answers(304)
                .sends(304, ETAG, "the same");
    }

    /** Without what stands behind it. */
    private static String bare(String type) {
        return type.replaceFirst(";.*", "");
    }

    private static void index(Context context) {
        send(context, "index.html", "html");
    }

    private static void file(Context context) {
        String name = context.pathParam("file");
        var match = FILE.matcher(name);
        if (!match.matches()) {
            throw ApiProblem.notFound("there is no such page");
        }
        send(context, name, match.group(2));
    }

    /** A file as it is packed. */
    private static final class Packed {
        private final byte[] content;

        /** Changes with the content. */
        private final String tag;

        Packed(byte[] content, String tag) {
            this.content = content;
            this.tag = tag;
        }
    }

    private static void send(Context context, String name, String extension) {
        Packed file = FILES.computeIfAbsent(name, Site::read);
        context.contentType(TYPES.getOrDefault(extension, "application/octet-stream"))
                .header("Cache-Control", "no-cache")
                .header(ETAG, file.tag);
        if (file.tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.result(file.content);
        }
    }

    private static Packed read(String name) {
        try (InputStream in = Site.class.getResourceAsStream("/lull-web/" + name)) {
            if (in == null) {
                throw ApiProblem.notFound("there is no such page");
            }
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Packed(content, "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
