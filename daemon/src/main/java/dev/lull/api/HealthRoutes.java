package dev.lull.api;

import io.javalin.http.Context;
import java.util.List;

/** What tells of the daemon itself: version, health, numbers, and this API. */
final class HealthRoutes {
    private final String version;
    private final Readiness readiness;
    private final Metrics metrics;
    private final Json json;

    HealthRoutes(String version, Readiness readiness, Metrics metrics, Json json) {
        this.version = version;
        this.readiness = readiness;
        this.metrics = metrics;
        this.json = json;
    }

    void add(Routes routes) {
        routes.get(Routes.V1 + "/version", Needs.NOTHING, "The version of the daemon.")
                .answers(Views.VersionView.class)
                .by(context -> Api.json(context, json.write(new Views.VersionView(version))));
        for (String path : List.of(Routes.V1 + "/healthz", "/healthz")) {
            routes.get(path, Needs.NOTHING, "'ok', as long as the daemon answers.")
                    .answers("text/plain")
                    .by(context -> context.result("ok\n"));
        }
        routes.get("/readyz", Needs.NOTHING, "'ready', or 503 where a window could not be run now.")
                .answers("text/plain")
                .by(this::ready);
        routes.get("/metrics", Needs.VIEWER, "Numbers for Prometheus.")
                .answers("text/plain")
                .by(this::numbers);
        routes.get("/openapi.json", Needs.NOTHING, "This document.")
                .answers("application/json")
                .by(context -> Api.json(context, json.write(OpenApi.of(routes.all(), version))));
    }

    private void numbers(Context context) {
        context.contentType(Metrics.TYPE)
                .header("Cache-Control", "no-store")
                .result(metrics.text());
    }

    private void ready(Context context) {
        List<String> problems = readiness.problems();
        if (!problems.isEmpty()) {
            throw new ApiProblem(
                    503, "not-ready", "Not ready", String.join("; ", problems), problems);
        }
        context.result("ready\n");
    }
}
