package dev.lull.api;

import dev.lull.api.Route.Answer;
import dev.lull.api.Route.Content;
import dev.lull.api.Route.Parameter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every address of the API; each is served, guarded and documented by the same words. */
final class Routes {
    static final String V1 = "/api/v1";

    /** Of an answer that comes line by line, each of them JSON. */
    static final String LINES = "application/jsonl";

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
        private final List<Parameter> query = new ArrayList<>();
        private final List<Parameter> headers = new ArrayList<>();
        private final SortedMap<Integer, Answer> answers = new TreeMap<>();
        private Optional<Shape> body = Optional.empty();

        private Adding(HandlerType method, String path, Needs needs, String summary) {
            this.method = method;
            this.path = path;
            this.needs = needs;
            this.summary = summary;
        }

        Adding query(String name, String what) {
            query.add(new Parameter(name, what));
            return this;
        }

        Adding header(String name, String what) {
            headers.add(new Parameter(name, what));
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
            return answer(new Answer(status, List.of(Content.json(view)), List.of()));
        }

        /** Answers something other than JSON, or may do so. */
        Adding answers(String type) {
            return answer(new Answer(200, List.of(Content.text(type)), List.of()));
        }

        /** Answers without a body, or may do so. */
        Adding answers(int status) {
            return answer(new Answer(status, List.of(), List.of()));
        }

        /** Answers lines of JSON: signs of progress, and in the end this. */
        Adding lines(Class<? extends Record> end) {
            Content lines = new Content(LINES, List.of(Views.ProgressView.class, end));
            return answer(new Answer(200, List.of(lines), List.of()));
        }

        /** Sends this header with an answer that has this status. */
        Adding sends(int status, String header, String what) {
            return answer(new Answer(status, List.of(), List.of(new Parameter(header, what))));
        }

        private Adding answer(Answer answer) {
            answers.merge(answer.status(), answer, Answer::and);
            return this;
        }

        /** What nothing is said of answers without a body. */
        void by(Handler handler) {
            if (answers.isEmpty()) {
                answers(204);
            }
            all.add(
                    new Route(
                            method,
                            path,
                            needs,
                            summary,
                            query,
                            headers,
                            body,
                            List.copyOf(answers.values())));
            javalin.addHttpHandler(method, path, handler, needs);
        }
    }
}
