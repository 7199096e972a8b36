package dev.lull.api;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names under which this daemon is asked. A page elsewhere whose name was made to point here
 * (DNS rebinding) says its own name, and a page that sends requests here says its origin.
 */
final class Names {
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::(\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> known = new HashSet<>(LOOPBACK);
    private final Set<String> hosts;
    private final boolean behindProxy;

    /**
     * @param hosts names beside those of loopback
     * @param behindProxy whether a proxy stands before, and says for whom it asks
     */
    Names(Set<String> hosts, boolean behindProxy) {
        this.hosts = Set.copyOf(hosts);
        this.behindProxy = behindProxy;
        known.addAll(hosts);
    }

    /**
     * @throws ApiProblem if the request was sent to another name, or from another page
     */
    void check(Context context) {
        String authority = Optional.ofNullable(context.header("Host")).orElse("");
        if (host(authority).filter(known::contains).isEmpty()) {
            throw new ApiProblem(
                    403,
                    "bad-host",
                    "Not for this name",
                    "this address answers only to "
                            + String.join(", ", known.stream().sorted().toList())
                            + "; 'hosts' in the configuration names more");
        }
        String origin = context.header("Origin");
        boolean elsewhere = origin != null && !isOwn(origin, authority);
        String site = context.header("Sec-Fetch-Site");
        boolean bySite =
                site != null
                        && context.header("Cookie") != null
                        && context.path().startsWith(Routes.V1)
                        && !OWN_SITE.contains(site);
        if (elsewhere || bySite) {
            throw new ApiProblem(
                    403,
                    "bad-origin",
                    "Not from this page",
                    "only Lull's own pages may ask this of a browser");
        }
    }

    private boolean isOwn(String origin, String authority) {
        Matcher m = ORIGIN.matcher(origin);
        return m.matches()
                && (m.group(1).equalsIgnoreCase(authority)
                        || host(m.group(1)).filter(hosts::contains).isPresent());
    }

    private static Optional<String> host(String authority) {
        Matcher m = AUTHORITY.matcher(authority);
        return m.matches() ? Optional.of(m.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Where a request comes from: for one that a proxy passes on, what the proxy says. */
    String address(Context context) {
        // A proxy may add a line of its own behind the one that the client has sent.
        List<String> hops =
                Collections.list(context.req().getHeaders("X-Forwarded-For")).stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .map(String::strip)
                        .toList();
        if (!behindProxy || hops.isEmpty()) {
            return context.ip();
        }
        String last = hops.getLast();
        return last.matches("[0-9a-fA-F.:]{2,45}") ? last : context.ip();
    }
}
