package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.calendar.Timing;
import dev.lull.schedule.Order;
import dev.lull.schedule.Run;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.Schedules;
import dev.lull.schedule.Source;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@code /schedules}: what is to be done when, what became of it, and what people ask of it. */
final class ScheduleRoutes {
    private static final String ALL = Routes.V1 + "/schedules";
    private static final String ONE = ALL + "/{id}";
    private static final String KEY =
            "names this request: sent again, it gives the run that it began";

    private final Schedules schedules;
    private final Json json;
    private final InstantSource clock;

    ScheduleRoutes(Schedules schedules, Json json, InstantSource clock) {
        this.schedules = schedules;
        this.json = json;
        this.clock = clock;
    }

    void add(Routes routes) {
        addLooking(routes);
        routes.post(
                        ALL,
                        Needs.OPERATOR,
                        "Schedules windows of a stack. Asked for again in the same words, it gives"
                                + " the one that is there.")
                .takes(Bodies.NEW_SCHEDULE)
                .answers(201, ScheduleViews.ScheduleView.class)
                .sends(201, "Location", "the address of the schedule")
                .by(this::create);
        routes.delete(
                        ONE,
                        Needs.OPERATOR,
                        "Removes a schedule that a person has added; one of a compose file has to"
                                + " be taken out of that.")
                .by(this::remove);
        asking(routes, "pause", "Nothing of it runs until it is resumed.", schedules::pause);
        asking(
                routes,
                "resume",
                "Ends a pause. What was due meanwhile was skipped.",
                schedules::resume);
        asking(routes, "skip", "Leaves out the next one.", schedules::skipNext);
        routes.post(
                        ONE + "/run",
                        Needs.OPERATOR,
                        "Runs it now, if its conditions allow it; nobody has to approve it again.")
                .header(Asker.KEY, KEY)
                .takes(Bodies.SCHEDULE_ASK)
                .answers(202, ScheduleViews.RunView.class)
                .by(this::run);
        routes.post(ONE + "/approve", Needs.OPERATOR, "Gives the word that a due moment waits for.")
                .takes(Bodies.APPROVE_RUN)
                .answers(ScheduleViews.RunView.class)
                .by(this::approve);
    }

    private void addLooking(Routes routes) {
        routes.get(ALL, Needs.VIEWER, "Every schedule, by stack and name.")
                .answers(ScheduleViews.ScheduleList.class)
                .by(this::all);
        routes.get(ONE, Needs.VIEWER, "A schedule, its next five moments, and its last run.")
                .answers(ScheduleViews.ScheduleView.class)
                .by(this::one);
        routes.get(ONE + "/runs", Needs.VIEWER, "What became of its moments, newest first.")
                .query(Paging.LIMIT, Paging.LIMIT_WORDS)
                .answers(ScheduleViews.RunList.class)
                .by(this::runs);
        routes.post(
                        ALL + "/preview",
                        Needs.VIEWER,
                        "When something would be due: in words, and the next five moments.")
                .takes(Bodies.TIMING)
                .answers(ScheduleViews.TimingView.class)
                .by(this::preview);
    }

    /** What needs no more than who asks, and can be asked again. */
    private void asking(
            Routes routes,
            String word,
            String summary,
            BiFunction<ScheduleId, String, Schedule> action) {
        routes.post(ONE + "/" + word, Needs.OPERATOR, summary)
                .takes(Bodies.SCHEDULE_ASK)
                .answers(ScheduleViews.ScheduleView.class)
                .by(context -> show(context, action.apply(id(context), asker(context))));
    }

    /** An edit of a file alone makes no event of Docker. */
    private void all(Context context) {
        schedules.sync();
        Api.json(
                context,
                json.write(
                        new ScheduleViews.ScheduleList(
                                schedules.all().stream().map(this::view).toList())));
    }

    private void one(Context context) {
        show(context, schedules.find(id(context)));
    }

    private void runs(Context context) {
        int limit = Paging.of(context).limit();
        ScheduleId id = schedules.find(id(context)).id();
        Api.json(
                context,
                json.write(
                        new ScheduleViews.RunList(
                                schedules.runs(id, limit).stream()
                                        .map(ScheduleViews::of)
                                        .toList())));
    }

    private void preview(Context context) {
        Timing timing = ScheduleRequests.timing(json.read(context.body()));
        Instant now = clock.instant();
        ScheduleViews.TimingView view = ScheduleViews.of(timing, now);
        if (view.next().isEmpty()) {
            throw ApiProblem.invalid(List.of("at is over: nothing would be due any more"));
        }
        Api.json(context, json.write(view));
    }

    private void create(Context context) {
        ScheduleRequests.Wanted asked = ScheduleRequests.wanted(json.read(context.body()));
        Schedule schedule =
                same(asked.order())
                        .orElseGet(
                                () -> schedules.add(asked.order(), Asker.of(context, asked.by())));
        context.status(201).header("Location", ALL + "/" + schedule.id());
        show(context, schedule);
    }

    /** One that was asked for in these words: whoever has lost the answer asks again. */
    private Optional<Schedule> same(Order order) {
        return schedules.all().stream()
                .filter(s -> s.source() == Source.PERSON && !s.ended())
                .filter(s -> s.order().equals(order))
                .findFirst();
    }

    private void remove(Context context) {
        schedules.remove(id(context), Asker.of(context, Optional.empty()));
        context.status(204);
    }

    private void run(Context context) {
        String by = asker(context);
        Run run = schedules.runNow(id(context), by, Asker.request(context));
        context.status(202);
        Api.json(context, json.write(ScheduleViews.of(run)));
    }

    private void approve(Context context) {
        ScheduleRequests.Approval asked = ScheduleRequests.approval(json.read(context.body()));
        Run run = schedules.approve(id(context), asked.due(), Asker.of(context, asked.by()));
        Api.json(context, json.write(ScheduleViews.of(run)));
    }

    private String asker(Context context) {
        String body = context.body();
        JsonNode asked = json.read(body.isBlank() ? "{}" : body);
        return Asker.of(context, ScheduleRequests.ask(asked));
    }

    private void show(Context context, Schedule schedule) {
        Api.json(context, json.write(view(schedule)));
    }

    private ScheduleViews.ScheduleView view(Schedule schedule) {
        return ScheduleViews.of(schedule, schedules.last(schedule.id()));
    }

    private static ScheduleId id(Context context) {
        String text = context.pathParam("id");
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw ApiProblem.notFound(
                    "there is no schedule '" + text + "'; see 'lull schedule list'");
        }
        return new ScheduleId(Long.parseLong(text));
    }
}
