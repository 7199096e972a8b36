package dev.lull.api;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.report.History;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.Forecaster;
import dev.lull.window.Planner;
import dev.lull.window.Windows;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /stacks}: what is there, what is wrong with it, what a window would do. */
final class StackRoutes {
    private static final String ALL = Routes.V1 + "/stacks";
    private static final String ONE = ALL + "/{name}";

    private final Stacks stacks;
    private final Planner planner;
    private final Forecaster forecaster;
    private final Windows windows;
    private final History history;
    private final Views views;
    private final Json json;

    StackRoutes(
            Stacks stacks,
            Planner planner,
            Forecaster forecaster,
            Windows windows,
            History history,
            Views views,
            Json json) {
        this.stacks = stacks;
        this.planner = planner;
        this.forecaster = forecaster;
        this.windows = windows;
        this.history = history;
        this.views = views;
        this.json = json;
    }

    void add(Routes routes) {
        routes.get(ALL, Needs.VIEWER, "Every stack of this host.")
                .answers(StackViews.StackList.class)
                .by(this::all);
        routes.get(ONE, Needs.VIEWER, "A stack.").answers(StackViews.StackView.class).by(this::one);
        routes.get(ONE + "/check", Needs.VIEWER, "What is wrong with its files and labels.")
                .answers(StackViews.CheckView.class)
                .by(this::check);
        routes.get(ONE + "/plan", Needs.VIEWER, "The plan of a change that needs only its name.")
                .query("change", "update where it is missing, migrate or none")
                .answers(StackViews.PlanView.class)
                .by(this::planOfWord);
        routes.post(ONE + "/plan", Needs.VIEWER, "The plan of any change; touches nothing.")
                .takes(Bodies.CHANGE)
                .answers(StackViews.PlanView.class)
                .by(this::planOfBody);
        routes.post(
                        ONE + "/forecast",
                        Needs.VIEWER,
                        "What a window would have to copy, and how long visitors would see the page;"
                                + " it measures the data, which may take a while.")
                .takes(Bodies.CHANGE)
                .answers(StackViews.ForecastView.class)
                .by(this::forecast);
    }

    private void all(Context context) {
        Api.json(
                context,
                json.write(
                        new StackViews.StackList(stacks.all().stream().map(this::view).toList())));
    }

    private void one(Context context) {
        Api.json(context, json.write(view(stack(context))));
    }

    private StackViews.StackView view(Stack stack) {
        return StackViews.of(
                stack,
                windows.openOf(stack.name()),
                history.last(stack.name()).map(report -> views.summary(report, "")));
    }

    private void check(Context context) {
        Api.json(context, json.write(StackViews.check(stack(context))));
    }

    /** For looking: a change that needs no more than its name. */
    private void planOfWord(Context context) {
        String word = Optional.ofNullable(context.queryParam("change")).orElse("update");
        plan(context, Requests.planFor(json.read(json.write(ChangeView.of(word)))));
    }

    private void planOfBody(Context context) {
        plan(context, Requests.planFor(json.read(context.body())));
    }

    private void forecast(Context context) throws InterruptedException {
        StackName name = Requests.stackInPath(context.pathParam("name"));
        Change change = Requests.planFor(json.read(context.body()));
        Api.json(context, json.write(StackViews.forecast(forecaster.of(name, change))));
    }

    private void plan(Context context, Change change) {
        StackName name = Requests.stackInPath(context.pathParam("name"));
        Plan plan = planner.forward(name, change);
        List<String> differences = stacks.find(name).map(Stack::differences).orElse(List.of());
        Api.json(
                context,
                json.write(StackViews.plan(plan, differences, history.usual(name, change))));
    }

    private Stack stack(Context context) {
        StackName name = Requests.stackInPath(context.pathParam("name"));
        return stacks.find(name)
                .orElseThrow(() ->
                        ApiProblem.notFound("there is no stack '" + name + "'; see 'lull stacks'"));
    }
}
