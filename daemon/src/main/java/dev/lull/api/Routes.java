package dev.lull.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every address of the API; each is served, guarded and documented by the same words. */
final class Routes {
    static final String V1 = "/api/v1";

    private final RoutesConfig javalin;
    private final List<Route> all = new ArrayList<>();

    Routes(RoutesConfig javalin) {
        this.javalin = javalin;
    }

    /** In the order in which they were added. */
    List<Route> all() {
        return List.copyOf(all);
    }

    Adding get(String path, Needs needs, String summary) {
        return new Adding(HandlerType.GET, path, needs, summary);
    }

    Adding post(String path, Needs needs, String summary) {
        return new Adding(HandlerType.POST, path, needs, summary);
    }

    Adding delete(String path, Needs needs, String summary) {
        return new Adding(HandlerType.DELETE, path, needs, summary);
    }

    /** A route that is being added. */
    final class Adding {
        private final HandlerType method;
        private final String path;
        private final Needs needs;
        private final String summary;
        private final List<Route.Parameter> query = new ArrayList<>();
        private final List<Route.Parameter> headers = new ArrayList<>();
        private Optional<Shape> body = Optional.empty();
        private Route.Answer answer = Route.Answer.empty();

        private Adding(HandlerType method, String path, Needs needs, String summary) {
            this.method = method;
            this.path = path;
            this.needs = needs;
            this.summary = summary;
        }

        Adding query(String name, String what) {
            query.add(new Route.Parameter(name, what));
            return this;
        }

        Adding header(String name, String what) {
            headers.add(new Route.Parameter(name, what));
            return this;
        }

        Adding takes(Shape shape) {
            body = Optional.of(shape);
            return this;
        }

        Adding answers(Class<? extends Record> view) {
            return answers(200, view);
        }

        Adding answers(int status, Class<? extends Record> view) {
            answer = Route.Answer.json(status, view);
            return this;
        }

        /** Answers something other than JSON. */
        Adding answers(String type) {
            answer = Route.Answer.of(type);
            return this;
        }

        void by(Handler handler) {
            all.add(new Route(method, path, needs, summary, query, headers, body, answer));
            javalin.addHttpHandler(method, path, handler, needs);
        }
    }
}
