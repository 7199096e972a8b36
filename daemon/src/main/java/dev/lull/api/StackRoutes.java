package dev.lull.api;

import dev.lull.plan.Change;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.Planner;
import dev.lull.window.Windows;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** {@code /stacks}: what is there, what is wrong with it, what a window would do. */
final class StackRoutes {
    private final Stacks stacks;
    private final Planner planner;
    private final Windows windows;
    private final Json json;

    StackRoutes(Stacks stacks, Planner planner, Windows windows, Json json) {
        this.stacks = stacks;
        this.planner = planner;
        this.windows = windows;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.get("/api/v1/stacks", this::all);
        routes.get("/api/v1/stacks/{name}", this::one);
        routes.get("/api/v1/stacks/{name}/check", this::check);
        routes.get("/api/v1/stacks/{name}/plan", this::planOfWord);
        routes.post("/api/v1/stacks/{name}/plan", this::planOfBody);
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
        return StackViews.of(stack, windows.openOf(stack.name()));
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

    private void plan(Context context, Change change) {
        StackName name = Requests.stackInPath(context.pathParam("name"));
        Api.json(context, json.write(StackViews.plan(planner.forward(name, change))));
    }

    private Stack stack(Context context) {
        StackName name = Requests.stackInPath(context.pathParam("name"));
        return stacks.find(name)
                .orElseThrow(() ->
                        ApiProblem.notFound("there is no stack '" + name + "'; see 'lull stacks'"));
    }
}
