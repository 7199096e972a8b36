package dev.lull.stack;

import java.util.List;

/** Guesses the role of a service without labels, for a person to confirm. Never acted upon. */
final class Suggestion {
    private static final List<String> DATA =
            List.of(
                    "postgres",
                    "postgis",
                    "mysql",
                    "mariadb",
                    "redis",
                    "valkey",
                    "mongo",
                    "memcached",
                    "elasticsearch",
                    "opensearch",
                    "meilisearch",
                    "clickhouse",
                    "minio",
                    "rabbitmq");
    private static final List<String> PROXIES =
            List.of("nginx", "traefik", "caddy", "haproxy", "envoy", "proxy");
    private static final List<String> WORKERS =
            List.of("worker", "sidekiq", "celery", "queue", "horizon", "jobs", "consumer");
    private static final List<String> CRONS =
            List.of("cron", "scheduler", "beat", "ofelia", "timer");
    private static final List<String> APPS =
            List.of("app", "web", "server", "api", "frontend", "site");

    private Suggestion() {}

    static Role of(Service service) {
        String name = service.name().value();
        String image =
                service.declared()
                        .map(Declared.DeclaredService::image)
                        .orElseGet(() -> service.replicas().getFirst().image());
        String repository = image.substring(image.lastIndexOf('/') + 1).replaceAll("[:@].*", "");
        if (has(name, CRONS)) {
            return Role.CRON;
        }
        if (has(name, WORKERS)) {
            return Role.WORKER;
        }
        if (has(repository, DATA) || name.equals("db") || name.equals("database")) {
            return Role.DB;
        }
        if (has(repository, PROXIES) || has(name, PROXIES)) {
            return Role.PROXY;
        }
        boolean publishes =
                service.declared().map(d -> d.publishes() || !d.ports().isEmpty()).orElse(false);
        return publishes || has(name, APPS) ? Role.APP : Role.NONE;
    }

    private static boolean has(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
