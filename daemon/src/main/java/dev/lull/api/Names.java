package dev.lull.api;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which this daemon is asked. A page elsewhere whose name was made to point here
 * (DNS rebinding) says its own name, and a page that sends requests here says its origin.
 */
final class Names {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> known = new HashSet<>(LOOPBACK);
    private final Set<String> hosts;
    private final boolean behindProxy;
    private final String scheme;

    /**
     * @param hosts names beside those of loopback
     * @param tls whether the daemon itself speaks TLS
     * @param behindProxy whether a proxy that does TLS stands before, and says for whom it asks
     */
    Names(Set<String> hosts, boolean tls, boolean behindProxy) {
        this.hosts = Set.copyOf(hosts);
        this.behindProxy = behindProxy;
        this.scheme = tls ? WebOrigin.SECURE : WebOrigin.PLAIN;
        known.addAll(hosts);
    }

    /**
     * @throws ApiProblem if the request was sent to another name, or from another page
     */
    void check(Context context) {
        String authority = Optional.ofNullable(context.header("Host")).orElse("");
        if (WebOrigin.of(scheme, authority).filter(o -> known.contains(o.host())).isEmpty()) {
            throw new ApiProblem(
                    403,
                    "bad-host",
                    "Not for this name",
                    "this address answers only to "
                            + String.join(", ", known.stream().sorted().toList())
                            + "; 'hosts' in the configuration names more");
        }
        String origin = context.header("Origin");
        boolean elsewhere =
                origin != null
                        && WebOrigin.parse(origin).filter(page -> isOwn(page, authority)).isEmpty();
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

    /**
     * A page is ours if it is from where its request goes to: of that name, that port, and by the
     * way that leads here. A proxy does TLS for our names; what it makes of {@code Host} is not
     * known, but for the page that a browser finds there without a port.
     */
    private boolean isOwn(WebOrigin page, String authority) {
        boolean proxied = behindProxy && hosts.contains(page.host());
        String way = proxied ? WebOrigin.SECURE : scheme;
        return WebOrigin.of(way, authority).filter(page::equals).isPresent()
                || (proxied && page.scheme().equals(way) && page.isOnUsualPort());
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
