package dev.lull.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of the page container: an nginx configuration that answers 503 to everything, and the
 * page as HTML and JSON. Only numbers and the checked window id get into the configuration.
 *
 * <p>The time in {@code Retry-After} is told once, at rendering. To renew it, render again, copy
 * again and send the container {@code SIGHUP}.
 */
public final class PageFiles {
    /** The folder that {@link #render} is to be copied into; every image has it. */
    public static final String FOLDER = "/etc";

    /** The answer's header by which a prober tells the page from the app; its value the window. */
    public static final String HEADER = "Lull-Page";

    /** Where {@link dev.lull.check.HttpProbe} finds {@link #BYTES_A_VISIT} for each visitor met. */
    static final String VISITS = "/lull-visits";

    static final int BYTES_A_VISIT = 2;

    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern WEB = Pattern.compile("https?://\\S+", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC', EEEE d MMMM yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private PageFiles() {}

    /**
     * Renders the page for containers of this host, with IPv6 where the host's kernel has it.
     *
     * @param ports TCP ports to listen on inside the container, at least one
     * @param now what {@code Retry-After} is counted from
     * @return path relative to {@link #FOLDER} to content
     */
    public static Map<String, byte[]> render(PageContent content, Set<Integer> ports, Instant now) {
        // Containers share the kernel: without this file no process here can open an IPv6 socket,
        // and nginx would refuse to start. With it, [::] can be bound even where IPv6 is disabled.
        return render(content, ports, now, Files.exists(Path.of("/proc/net/if_inet6")));
    }

    static Map<String, byte[]> render(
            PageContent content, Set<Integer> ports, Instant now, boolean ipv6) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("the page needs a port to listen on");
        }
        long retryAfter = retryAfter(content.expectedReturn(), now);
        return Map.of(
                "lull/nginx.conf", bytes(configuration(content, ports, retryAfter, ipv6)),
                "lull/index.html", bytes(html(content, now)),
                "lull/index.json", bytes(json(content, retryAfter)));
    }

    private static long retryAfter(Instant expected, Instant now) {
        long seconds = Duration.between(now, expected).toSeconds();
        return Math.clamp(seconds, SHORTEST.toSeconds(), LONGEST.toSeconds());
    }

    private static String configuration(
            PageContent content, Set<Integer> ports, long retryAfter, boolean ipv6) {
        String listen =
                new TreeSet<>(ports)
                        .stream()
                                .map(p -> listen(Ports.checked(p), ipv6))
                                .collect(Collectors.joining("\n"));
        return fill(
                "nginx.conf",
                Map.of(
                        "listen", listen,
                        "retryAfter", Long.toString(retryAfter),
                        "window", content.windowId()));
    }

    private static String listen(int port, boolean ipv6) {
        String line = "        listen " + port + ";";
        return ipv6 ? line + "\n        listen [::]:" + port + ";" : line;
    }

    private static String html(PageContent content, Instant now) {
        Instant expected = content.expectedReturn().truncatedTo(ChronoUnit.SECONDS);
        return fill(
                "index.html",
                Map.of(
                        "language", content.language(),
                        "title", escape(content.title()),
                        "message", escape(content.message()),
                        "expectedLabel",
                                expected.isAfter(now) ? "Expected back" : "Was expected back",
                        "expectedReturn", expected.toString(),
                        "expectedText", DAY_AND_TIME.format(expected),
                        "contact", contact(content.contact())));
    }

    private static String contact(String contact) {
        if (contact.isEmpty()) {
            return "";
        }
        String text = escape(contact);
        String shown =
                MAIL.matcher(contact).matches()
                        ? "<a href=\"mailto:" + text + "\">" + text + "</a>"
                        : WEB.matcher(contact).matches()
                                ? "<a href=\"" + text + "\" rel=\"noreferrer\">" + text + "</a>"
                                : text;
        return "<div><dt>Questions</dt><dd>" + shown + "</dd></div>";
    }

    private static String json(PageContent content, long retryAfter) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("status", "maintenance");
        answer.put("title", content.title());
        answer.put("message", content.message());
        answer.put(
                "expected_return",
                content.expectedReturn().truncatedTo(ChronoUnit.SECONDS).toString());
        answer.put("retry_after", retryAfter);
        return answer.toPrettyString() + "\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** In one pass, so that a text that looks like a place is left as it is. */
    private static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(resource(template))
                .replaceAll(m -> Matcher.quoteReplacement(value(values, m.group(1))));
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the template asks for an unknown value: " + name);
        }
        return value;
    }

    private static String resource(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
