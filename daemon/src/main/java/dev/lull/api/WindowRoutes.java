package dev.lull.api;

import dev.lull.api.Requests.Ask;
import dev.lull.api.Requests.Extend;
import dev.lull.api.Requests.OpenWindow;
import dev.lull.api.Requests.Opening;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.report.History;
import dev.lull.report.MarkdownReport;
import dev.lull.report.Usual;
import dev.lull.report.WindowReport;
import dev.lull.stack.StackName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /windows}: open, look, follow, ask. */
final class WindowRoutes {
    private static final String ALL = Routes.V1 + "/windows";
    private static final String ONE = ALL + "/{id}";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final String KEY =
            "names this request: sent again, it gives the window that it opened";
    private static final String WHERE = "the address of the window";

    private final Windows windows;
    private final RollbackPoints points;
    private final EventStream stream;
    private final Doorkeeper doorkeeper;
    private final History history;
    private final Views views;
    private final Json json;
    private final Survey survey;
    private final Visits visits;
    private final InstantSource clock;

    WindowRoutes(
            Windows windows,
            RollbackPoints points,
            Survey survey,
            EventStream stream,
            Doorkeeper doorkeeper,
            History history,
            Views views,
            Json json,
            InstantSource clock) {
        this.windows = windows;
        this.points = points;
        this.survey = survey;
        this.visits = new Visits(survey, clock, PATIENCE);
        this.stream = stream;
        this.doorkeeper = doorkeeper;
        this.history = history;
        this.views = views;
        this.json = json;
        this.clock = clock;
    }

    void add(Routes routes) {
        routes.post(
                        ALL,
                        Needs.OPERATOR,
                        "Opens a window. With ?wait= the answer comes later: 422 if it was"
                                + " refused, with every problem. With ?wait=prepare it is 201"
                                + " otherwise; with ?wait=end 201 if it is done, and 409 if it"
                                + " ended otherwise or waits for a person.")
                .query(Wait.NAME, Wait.WORDS)
                .header(Asker.KEY, KEY)
                .takes(Bodies.OPEN_WINDOW)
                .answers(201, Views.WindowView.class)
                .sends(201, "Location", WHERE)
                .by(this::open);
        routes.get(ALL, Needs.VIEWER, "The windows, newest first.")
                .query(Paging.LIMIT, Paging.LIMIT_WORDS)
                .query(Paging.BEFORE, "only those with a smaller number")
                .query("stack", "only those of this stack")
                .answers(Views.WindowList.class)
                .by(this::all);
        routes.get(ONE, Needs.VIEWER, "A window: its steps, facts and certificate.")
                .answers(Views.WindowView.class)
                .by(this::one);
        routes.get(
                        ONE + "/events",
                        Needs.VIEWER,
                        "Its events: server-sent, replayed and then live, or with ?format=json"
                                + " those that there are.")
                .query("after", "only those with a higher sequence")
                .query("format", "'json' for a list instead of a stream")
                .header(LAST_EVENT, "the same as 'after'")
                .answers("text/event-stream")
                .answers(Views.EventList.class)
                .answers(204)
                .by(this::events);
        routes.get(ONE + "/steps/{step}/output", Needs.VIEWER, "What a step has printed.")
                .query("after", "only of events with a higher sequence")
                .answers(Views.StepOutput.class)
                .by(this::output);
        routes.get(
                        ONE + "/report",
                        Needs.VIEWER,
                        "Its report: Markdown, or JSON with Accept: application/json.")
                .answers("text/markdown")
                .answers(Views.ReportView.class)
                .sends(200, "Vary", "Accept")
                .by(this::report);
        routes.get(
                        ONE + "/standing",
                        Needs.VIEWER,
                        "How its stack stands now, and the commands to finish the way back by"
                                + " hand.")
                .answers(Standings.StandingView.class)
                .by(this::standing);
        routes.post(
                        ONE + "/extend",
                        Needs.OPERATOR,
                        "Says that it takes longer; visitors read the new time on the page.")
                .takes(Bodies.EXTEND)
                .answers(202, Views.WindowView.class)
                .by(this::extend);
        for (Action action : Action.values()) {
            routes.post(ONE + "/" + action.word(), Needs.OPERATOR, what(action))
                    .takes(Bodies.ASK)
                    .answers(202, Views.WindowView.class)
                    .by(context -> ask(context, action));
        }
        routes.post(
                        PointRoutes.ONE + "/restore",
                        Needs.OPERATOR,
                        "Opens a window that returns the point's stack to it. It is waited for, and"
                                + " asked for again, as any that is opened.")
                .query(Wait.NAME, Wait.WORDS)
                .header(Asker.KEY, KEY)
                .takes(Bodies.RESTORE)
                .answers(201, Views.WindowView.class)
                .sends(201, "Location", WHERE)
                .by(this::restore);
    }

    private static String what(Action action) {
        return switch (action) {
            case APPROVE -> "Lets it go on with the step before which it waits.";
            case RETRY -> "Does the step again at which it is held or stuck.";
            case REOPEN ->
                    "Says that a person's work is done, accepts what the last watch found, or ends"
                            + " a way back that a person has finished.";
            case ROLLBACK -> "Returns the stack to the rollback point.";
            case ABORT -> "Gives it up before visitors are in again.";
        };
    }

    private void open(Context context) throws InterruptedException {
        OpenWindow asked = Requests.openWindow(json.read(context.body()));
        open(context, asked.stack(), asked.change(), asked.opening());
    }

    private void open(Context context, StackName stack, Change change, Opening opening)
            throws InterruptedException {
        Wait wait = Wait.of(context);
        WindowId id =
                windows.open(
                        new WindowRequest(
                                stack,
                                change,
                                Asker.origin(context, opening.said()),
                                opening.expected(),
                                opening.holdBefore()));
        if (wait != Wait.NOT) {
            wait.until(windows, id);
            Ending.check(wait, report(id, windows.events(id, 0)));
        }
        context.status(201).header("Location", Ending.address(id));
        show(context, id);
    }

    private void restore(Context context) throws InterruptedException {
        String id = context.pathParam("id");
        RollbackPoints.Point point =
                points.point(id)
                        .orElseThrow(() ->
                                ApiProblem.notFound(
                                        "there is no rollback point '"
                                                + id
                                                + "' that can be read; see 'lull snapshots'"));
        String body = context.body();
        Requests.Restore asked = Requests.restore(json.read(body.isBlank() ? "{}" : body));
        if (!asked.confirm().equals(Optional.of(point.stack().value()))) {
            throw new ApiProblem(
                    428,
                    "unconfirmed",
                    "Your word is needed first",
                    "what was written to "
                            + point.stack()
                            + " since "
                            + point.createdAt()
                            + " would be lost: confirm with the stack's name");
        }
        open(context, point.stack(), new Change.Restore(id), asked.opening());
    }

    private void all(Context context) {
        Paging paging = Paging.of(context);
        Optional<String> stack = Optional.ofNullable(context.queryParam("stack"));
        List<WindowReport> read =
                windows.all().stream()
                        .filter(id -> id.value() < paging.before())
                        .map(id -> report(id, windows.events(id, 0)))
                        .filter(r -> stack.filter(s -> !s.equals(stackOf(r))).isEmpty())
                        .limit(paging.limit() + 1L)
                        .toList();
        List<Views.WindowSummary> shown =
                paging.page(read).stream()
                        .map(r -> views.summary(r, windows.trouble(r.window())))
                        .toList();
        Api.json(
                context,
                json.write(
                        new Views.WindowList(
                                shown,
                                windows.leftAlone(),
                                paging.next(read, r -> r.window().value()))));
    }

    private static String stackOf(WindowReport report) {
        return report.state().opened().stack().value();
    }

    private void one(Context context) throws InterruptedException {
        show(context, id(context));
    }

    private void show(Context context, WindowId id) throws InterruptedException {
        List<Recorded> events = windows.events(id, 0);
        WindowReport report = report(id, events);
        OptionalLong met = report.met(visits(report));
        Optional<Usual> usual =
                history.usual(report.state().opened().stack(), report.state().opened().change());
        Api.json(
                context,
                json.write(
                        views.window(
                                report,
                                events.getLast().sequence(),
                                windows.trouble(id),
                                usual,
                                met)));
    }

    private Map<String, Long> visits(WindowReport report) throws InterruptedException {
        if (report.timeline().isDoorClosed()) {
            return visits.of(report.window(), report.state());
        }
        visits.forget(report.window());
        return Map.of();
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
            stream.send(id, after, context.res(), () -> doorkeeper.isStillWelcome(context));
        }
    }

    private void output(Context context) {
        WindowId id = id(context);
        String word = context.pathParam("step");
        StepKind step =
                Arrays.stream(StepKind.values())
                        .filter(k -> k.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> ApiProblem.notFound("there is no step '" + word + "'"));
        Api.json(context, json.write(Views.output(step, windows.events(id, after(context)))));
    }

    private void report(Context context) {
        WindowId id = id(context);
        List<Recorded> events = windows.events(id, 0);
        WindowReport report = report(id, events);
        String accept = Optional.ofNullable(context.header("Accept")).orElse("");
        context.header("Vary", "Accept");
        if (accept.contains("application/json")) {
            Api.json(context, json.write(views.report(report, events.getLast().sequence())));
        } else {
            context.contentType("text/markdown; charset=utf-8")
                    .header("Cache-Control", "no-store")
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
        Api.json(context, json.write(Standings.of(survey.of(id, state))));
    }

    private void ask(Context context, Action action) throws InterruptedException {
        WindowId id = id(context);
        String body = context.body();
        Ask ask = Requests.ask(json.read(body.isBlank() ? "{}" : body));
        windows.ask(id, action, Asker.of(context, ask.by()), ask.confirm(), ask.seen());
        context.status(202);
        show(context, id);
    }

    private void extend(Context context) throws InterruptedException {
        WindowId id = id(context);
        Extend extend = Requests.extend(json.read(context.body()));
        windows.extend(id, extend.more(), Asker.of(context, extend.by()));
        context.status(202);
        show(context, id);
    }

    private WindowReport report(WindowId id, List<Recorded> events) {
        return WindowReport.of(id, events, clock.instant());
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
                Optional.ofNullable(context.header(LAST_EVENT))
                        .or(() -> Optional.ofNullable(context.queryParam("after")))
                        .orElse("0");
        if (!text.matches("\\d{1,18}")) {
            throw ApiProblem.malformed("'after' and Last-Event-ID take the sequence of an event");
        }
        return Long.parseLong(text);
    }
}
