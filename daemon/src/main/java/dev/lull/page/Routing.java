package dev.lull.page;

import dev.lull.docker.Inspect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a reverse proxy that reads Docker send visitors to a container: labels of Traefik and
 * caddy-docker-proxy, environment of nginx-proxy. All of the app's is taken along, except what
 * would keep the proxy from using a page that answers 503: its health checks.
 *
 * <p>Traefik drops a router that two containers define differently. So on the page every HTTP
 * router and service gets a name of its own, and the routers a priority above the app's. TCP and
 * UDP routers are left out: a page can't speak their protocols.
 */
public final class Routing {
    static final String PRIORITY = "2000000000";

    private static final String PREFIX = "lull-";
    private static final Pattern CADDY = Pattern.compile("caddy(_\\d+)?(\\..*)?");
    private static final Pattern CADDY_HEALTH = Pattern.compile(".*\\.(\\d+_)?health_\\w+");
    private static final Pattern TRAEFIK_STREAM =
            Pattern.compile("traefik\\.(tcp|udp)\\..*", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRAEFIK_NAMED =
            Pattern.compile(
                    "(traefik\\.http\\.)(routers|services)\\.([^.]+)\\.(.+)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NGINX_PROXY =
            Pattern.compile("(VIRTUAL_|LETSENCRYPT_)\\w+|HTTPS_METHOD|CERT_NAME|HSTS");

    /** Traefik takes changes up every 2 s at the most (providersThrottleDuration). */
    public static final Duration LEARNT = Duration.ofSeconds(3);

    private Routing() {}

    /** Whether a proxy that reads Docker sends visitors to this container. */
    public static boolean isRouted(Inspect container) {
        return isOfTraefik(container)
                || container.labels().keySet().stream().anyMatch(Routing::isCaddy)
                || !environment(env(container)).isEmpty();
    }

    private static List<String> env(Inspect container) {
        List<String> env = new ArrayList<>();
        container.raw().path("Config").path("Env").forEach(e -> env.add(e.asText()));
        return env;
    }

    /** Whether Traefik does. */
    public static boolean isOfTraefik(Inspect container) {
        return container.labels().keySet().stream().anyMatch(l -> l.startsWith("traefik."))
                && !"false".equalsIgnoreCase(container.labels().get("traefik.enable"));
    }

    /**
     * Whether Traefik is not told on which network to reach it: it then takes the first that it
     * comes across.
     */
    public static boolean lacksTraefiksNetwork(Inspect container) {
        return isOfTraefik(container) && !container.labels().containsKey("traefik.docker.network");
    }

    /** Labels that make Traefik pass over a container, whatever else its service is labelled. */
    public static Map<String, String> none() {
        return Map.of("traefik.enable", "false");
    }

    static List<String> environment(List<String> env) {
        return env.stream()
                .filter(e -> NGINX_PROXY.matcher(e.split("=", 2)[0]).matches())
                .sorted()
                .toList();
    }

    static Map<String, String> labels(Map<String, String> app) {
        Set<String> services = traefikServices(app);
        Map<String, String> page = new TreeMap<>();
        app.forEach((label, value) -> {
            if (isCaddy(label)) {
                page.put(label, value);
            } else if (label.startsWith("traefik.")) {
                traefik(label, value, services, page);
            }
        });
        return page;
    }

    private static boolean isCaddy(String label) {
        return CADDY.matcher(label).matches() && !CADDY_HEALTH.matcher(label).matches();
    }

    private static Set<String> traefikServices(Map<String, String> app) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String label : app.keySet()) {
            Matcher named = TRAEFIK_NAMED.matcher(label);
            if (named.matches() && named.group(2).equalsIgnoreCase("services")) {
                names.add(named.group(3));
            }
        }
        return names;
    }

    private static void traefik(
            String label, String value, Set<String> services, Map<String, String> page) {
        Matcher named = TRAEFIK_NAMED.matcher(label);
        if (TRAEFIK_STREAM.matcher(label).matches()) {
            return;
        }
        if (!named.matches()) {
            page.put(label, value);
            return;
        }
        String owner = named.group(1) + named.group(2) + "." + PREFIX + named.group(3) + ".";
        String setting = named.group(4).toLowerCase(Locale.ROOT);
        if (named.group(2).equalsIgnoreCase("services")) {
            if (!setting.startsWith("loadbalancer.healthcheck")) {
                page.put(owner + named.group(4), value);
            }
        } else if (!setting.equals("priority")) {
            page.put(owner + "priority", PRIORITY);
            page.put(
                    owner + named.group(4),
                    setting.equals("service") ? renamed(value, services) : value);
        }
    }

    private static String renamed(String service, Set<String> own) {
        String name = service.endsWith("@docker") ? service.split("@", 2)[0] : service;
        return own.contains(name) ? PREFIX + name : service;
    }
}
