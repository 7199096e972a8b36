package dev.lull.stack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code x-lull:} at the top of the compose file says about the whole stack.
 *
 * @param title of the page
 * @param message on the page
 * @param contact on the page: an address or a link; empty for none
 * @param onFailure what follows when a step fails after the change began
 * @param watch how long the whole stack is watched at the end
 * @param recipients where notices of its windows are sent to: absolute http or https URLs, which
 *     may hold secrets
 * @param retention which of its rollback points are kept
 * @param shrinkLimit by how many per cent a volume may have shrunk since the rollback point before
 * @param schedules the windows that are planned, by their names
 */
public record StackSettings(
        String title,
        String message,
        String contact,
        OnFailure onFailure,
        Duration watch,
        List<URI> recipients,
        Retention retention,
        int shrinkLimit,
        List<PlannedWindow> schedules) {
    public StackSettings {
        recipients = List.copyOf(recipients);
        schedules = List.copyOf(schedules);
    }

    /** What follows when a step fails between the rollback point and reopening. */
    public enum OnFailure {
        ROLLBACK,
        HOLD
    }

    private static final List<String> KNOWN =
            List.of(
                    "page",
                    "on_failure",
                    "watch",
                    "notify",
                    "retention",
                    "shrink_limit",
                    "schedule");
    private static final int SHRINK_LIMIT = 50;
    private static final int LAST_PORT = 65535;
    private static final List<String> PAGE = List.of("title", "message", "contact");
    private static final List<String> RETENTION =
            List.of("last", "daily", "weekly", "monthly", "min_free");

    /**
     * Reads the value of {@code x-lull}.
     *
     * @param where for messages: the stack's name
     * @param values the mapping as plain Java values; empty when there is no {@code x-lull}
     * @param problems is added to: every one, not only the first
     */
    public static StackSettings read(
            String where, Map<String, Object> values, List<Problem> problems) {
        String at = where + " x-lull";
        Entries.keys(at, values.keySet(), KNOWN, problems);
        Map<String, Object> page = Entries.mapping(at + ".page", values.get("page"), problems);
        Entries.keys(at + ".page", page.keySet(), PAGE, problems);
        return new StackSettings(
                Entries.text(page, "title").orElse("Back soon"),
                Entries.text(page, "message")
                        .orElse("This service is being maintained. Nothing of yours is lost."),
                Entries.text(page, "contact").orElse(""),
                Entries.parsed(at, values, "on_failure", StackSettings::onFailure, problems)
                        .orElse(OnFailure.ROLLBACK),
                Entries.parsed(at, values, "watch", Durations::parse, problems)
                        .orElse(Duration.ofMinutes(15)),
                urls(at + ".notify", values.get("notify"), problems),
                retention(at + ".retention", values.get("retention"), problems),
                Entries.parsed(at, values, "shrink_limit", StackSettings::percent, problems)
                        .orElse(SHRINK_LIMIT),
                PlannedWindows.read(at + ".schedule", values.get("schedule"), problems));
    }

    /** Half of it understood would remove what the other half keeps. */
    private static Retention retention(String at, @Nullable Object value, List<Problem> problems) {
        int before = problems.size();
        Map<String, Object> keep = Entries.mapping(at, value, problems);
        Entries.keys(at, keep.keySet(), RETENTION, problems);
        Retention read =
                new Retention(
                        count(at, keep, "last", problems),
                        count(at, keep, "daily", problems),
                        count(at, keep, "weekly", problems),
                        count(at, keep, "monthly", problems),
                        Entries.parsed(at, keep, "min_free", Sizes::parse, problems).orElse(0L));
        return problems.size() == before ? read : Retention.ALL;
    }

    private static int count(
            String at, Map<String, Object> values, String key, List<Problem> problems) {
        return Entries.parsed(at, values, key, StackSettings::count, problems).orElse(0);
    }

    private static int count(String value) {
        if (!value.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("is not a whole number from 1 on");
        }
        return Integer.parseInt(value);
    }

    /** A problem does not repeat the value: it may hold a secret. */
    private static List<URI> urls(String at, @Nullable Object value, List<Problem> problems) {
        List<URI> urls = new ArrayList<>();
        for (Object one :
                value instanceof List<?> list ? list : Stream.ofNullable(value).toList()) {
            Optional<URI> url = url(String.valueOf(one));
            url.ifPresent(urls::add);
            if (url.isEmpty()) {
                problems.add(
                        Problem.error(
                                at,
                                "has a value that is no http or https URL",
                                "Write one such as https://ntfy.example.org/topic, or a list of"
                                        + " them"));
            }
        }
        return urls;
    }

    /** Braces, as receivers' templates have them, need not be written as {@code %7B}. */
    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text.strip().replace("{", "%7B").replace("}", "%7D"));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean whole = url.getHost() != null && url.getPort() <= LAST_PORT;
            return http && whole ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int percent(String value) {
        if (!value.matches("(\\d{1,2}|100)%")) {
            throw new IllegalArgumentException("is not a percentage from 0% to 100%");
        }
        return Integer.parseInt(value.substring(0, value.length() - 1));
    }

    private static OnFailure onFailure(String value) {
        return switch (value) {
            case "rollback" -> OnFailure.ROLLBACK;
            case "hold" -> OnFailure.HOLD;
            default -> throw new IllegalArgumentException("is neither 'rollback' nor 'hold'");
        };
    }
}
