package dev.lull.api;

import dev.lull.api.Requests.Ask;
import dev.lull.api.Requests.OpenWindow;
import dev.lull.report.MarkdownReport;
import dev.lull.report.WindowReport;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /windows}: open, look, follow, ask. */
final class WindowRoutes {
    private static final int SHOWN = 50;
    private static final int MOST_SHOWN = 500;

    private final Windows windows;
    private final EventStream stream;
    private final Views views;
    private final Json json;
    private final Survey survey;
    private final InstantSource clock;

    WindowRoutes(
            Windows windows,
            Survey survey,
            EventStream stream,
            Views views,
            Json json,
            InstantSource clock) {
        this.survey = survey;
        this.windows = windows;
        this.stream = stream;
        this.views = views;
        this.json = json;
        this.clock = clock;
    }

    void add(RoutesConfig routes) {
        routes.post("/api/v1/windows", this::open);
        routes.get("/api/v1/windows", this::all);
        routes.get("/api/v1/windows/{id}", this::one);
        routes.get("/api/v1/windows/{id}/events", this::events);
        routes.get("/api/v1/windows/{id}/report", this::report);
        routes.get("/api/v1/windows/{id}/standing", this::standing);
        routes.post("/api/v1/windows/{id}/{action}", this::ask);
    }

    private void open(Context context) {
        OpenWindow wanted = Requests.openWindow(json.read(context.body()));
        WindowId id =
                windows.open(
                        wanted.stack(),
                        wanted.change(),
                        by(context, wanted.by()),
                        wanted.reason(),
                        wanted.expected());
        context.status(201).header("Location", "/api/v1/windows/" + id);
        show(context, id);
    }

    private void all(Context context) {
        List<Views.WindowSummary> shown =
                windows.all().stream()
                        .limit(limit(context))
                        .map(id ->
                                views.summary(
                                        report(id, windows.events(id, 0)), windows.trouble(id)))
                        .toList();
        Api.json(context, json.write(new Views.WindowList(shown, windows.leftAlone())));
    }

    private void one(Context context) {
        show(context, id(context));
    }

    private void show(Context context, WindowId id) {
        List<Recorded> events = windows.events(id, 0);
        Api.json(
                context,
                json.write(
                        views.window(
                                report(id, events),
                                events.getLast().sequence(),
                                windows.trouble(id))));
    }

    private void events(Context context) {
        WindowId id = id(context);
        long after = after(context);
        Recorded last = windows.events(id, 0).getLast();
        if ("json".equals(context.queryParam("format"))) {
            List<EventView> events = windows.events(id, after).stream().map(EventView::of).toList();
            Api.json(context, json.write(new Views.EventList(events)));
        } else if (last.event() instanceof Event.Ended && after >= last.sequence()) {
            // Tells an EventSource not to come again.
            context.status(204);
        } else {
            stream.send(id, after, context.res());
        }
    }

    private void report(Context context) {
        WindowId id = id(context);
        List<Recorded> events = windows.events(id, 0);
        WindowReport report = report(id, events);
        String accept = Optional.ofNullable(context.header("Accept")).orElse("");
        if (accept.contains("application/json")) {
            Api.json(context, json.write(views.report(report, events.getLast().sequence())));
        } else {
            context.contentType("text/markdown; charset=utf-8")
                    .header("Vary", "Accept")
                    .result(new MarkdownReport(ZoneId.systemDefault()).write(report));
        }
    }

    private void standing(Context context) {
        WindowId id = id(context);
        WindowState state = windows.state(id);
        if (state.facts().isEmpty() || state.ended().isPresent()) {
            throw new ApiProblem(
                    409,
                    "conflict",
                    "Something is in the way",
                    "window "
                            + id
                            + (state.ended().isPresent()
                                    ? " has ended"
                                    : " has touched nothing yet")
                            + ": there is nothing to finish by hand");
        }
        Api.json(context, json.write(survey.of(id, state)));
    }

    private void ask(Context context) {
        WindowId id = id(context);
        Action action = action(context.pathParam("action"));
        String body = context.body();
        Ask ask = Requests.ask(json.read(body.isBlank() ? "{}" : body));
        windows.ask(id, action, by(context, ask.by()), ask.confirm());
        context.status(202);
        show(context, id);
    }

    private WindowReport report(WindowId id, List<Recorded> events) {
        return WindowReport.of(id, events, clock.instant());
    }

    /** What the caller says of itself; otherwise what the kernel says. */
    private static String by(Context context, Optional<String> said) {
        return said.filter(s -> !s.isBlank()).orElseGet(() -> Access.caller(context));
    }

    private static Action action(String word) {
        for (Action action : Action.values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        throw ApiProblem.notFound(
                "a window can be asked for retry, reopen, rollback or abort, not for "
                        + word.toLowerCase(Locale.ROOT));
    }

    private static WindowId id(Context context) {
        String text = context.pathParam("id");
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw ApiProblem.notFound("there is no window '" + text + "'; see 'lull windows'");
        }
        return new WindowId(Long.parseLong(text));
    }

    private static long after(Context context) {
        String text =
                Optional.ofNullable(context.header("Last-Event-ID"))
                        .or(() -> Optional.ofNullable(context.queryParam("after")))
                        .orElse("0");
        if (!text.matches("\\d{1,18}")) {
            throw ApiProblem.malformed("'after' and Last-Event-ID take the sequence of an event");
        }
        return Long.parseLong(text);
    }

    private static int limit(Context context) {
        String text = Optional.ofNullable(context.queryParam("limit")).orElse("" + SHOWN);
        if (!text.matches("\\d{1,6}")) {
            throw ApiProblem.malformed("'limit' takes a number");
        }
        return Math.clamp(Integer.parseInt(text), 1, MOST_SHOWN);
    }
}
