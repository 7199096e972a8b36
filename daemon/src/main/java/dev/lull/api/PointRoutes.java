package dev.lull.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code /snapshots}: the rollback points, whether they can be trusted, and their end. */
final class PointRoutes {
    static final String ALL = Routes.V1 + "/snapshots";
    static final String ONE = ALL + "/{id}";

    private final RollbackPoints points;
    private final Json json;

    PointRoutes(RollbackPoints points, Json json) {
        this.points = points;
        this.json = json;
    }

    void add(Routes routes) {
        routes.get(ALL, Needs.VIEWER, "Every rollback point, newest first.")
                .answers(Views.PointList.class)
                .by(this::all);
        routes.get(ONE, Needs.VIEWER, "A rollback point.")
                .answers(Views.PointView.class)
                .by(this::one);
        routes.post(
                        ONE + "/verify",
                        Needs.OPERATOR,
                        "Reads a rollback point again and compares it with its manifest: lines of"
                                + " JSON, 'progress' every 2 to 10 seconds, 'verified' at the end.")
                .lines(Views.VerifiedView.class)
                .by(this::verify);
        routes.post(
                        ONE + "/dry-run",
                        Needs.OPERATOR,
                        "What restoring a rollback point would change; changes nothing: lines of"
                                + " JSON, 'progress' likewise, 'dry-run' at the end.")
                .lines(PreviewView.class)
                .by(this::dryRun);
        routes.post(
                        ALL + "/prune",
                        Needs.ADMIN,
                        "Removes the rollback points that the retention of each stack gives up.")
                .takes(Bodies.PRUNE)
                .answers(Views.PrunedList.class)
                .by(this::prune);
        routes.post(
                        ALL + "/adopt",
                        Needs.ADMIN,
                        "Takes a rollback point over from a folder, and makes its stack again where"
                                + " it is not on this host: lines of JSON, 'adopted' at the end.")
                .takes(Bodies.ADOPT)
                .lines(Views.AdoptedView.class)
                .by(this::adopt);
        routes.delete(ONE, Needs.ADMIN, "Removes a rollback point and the tags of its images.")
                .by(this::delete);
    }

    private void all(Context context) {
        Api.json(
                context,
                json.write(
                        new Views.PointList(
                                points.points().stream().map(Views::point).toList(),
                                points.unreadable().stream().map(Views::unreadable).toList())));
    }

    private void one(Context context) {
        String id = context.pathParam("id");
        RollbackPoints.Point point =
                points.point(id).orElseThrow(() -> unreadable(id).orElseGet(() -> nowhere(id)));
        Api.json(context, json.write(Views.point(point)));
    }

    private void prune(Context context) throws InterruptedException {
        String body = context.body();
        Requests.Prune asked = Requests.prune(json.read(body.isBlank() ? "{}" : body));
        Api.json(
                context,
                json.write(
                        new Views.PrunedList(
                                asked.dryRun(),
                                points.prune(asked.stack(), asked.dryRun()).stream()
                                        .map(Views::pruned)
                                        .toList())));
    }

    private void delete(Context context) throws InterruptedException {
        String id = context.pathParam("id");
        if (!points.delete(id)) {
            throw nowhere(id);
        }
        context.status(204);
    }

    private Optional<ApiProblem> unreadable(String id) {
        return points.unreadable().stream()
                .filter(u -> u.name().equals(id))
                .findFirst()
                .map(u ->
                        ApiProblem.invalid(
                                List.of(
                                        "rollback point '"
                                                + id
                                                + "' can't be read, and nothing is restored from it: "
                                                + u.why())));
    }

    private static ApiProblem nowhere(String id) {
        return ApiProblem.notFound("there is no rollback point '" + id + "'; see 'lull snapshots'");
    }

    /** A line of JSON for each sign of progress, and a last one that says what came of it. */
    private void verify(Context context) throws InterruptedException {
        String id = context.pathParam("id");
        HttpServletResponse response = lines(context);
        Views.VerifiedView end =
                points.verify(id, progress(response))
                        .map(v ->
                                new Views.VerifiedView(
                                        "verified", id, v.good(), v.bytes(), v.problems()))
                        .orElseThrow(() -> nowhere(id));
        send(response, end);
    }

    /** Likewise. It may take long, and names files of the stack. */
    private void dryRun(Context context) throws InterruptedException {
        String id = context.pathParam("id");
        HttpServletResponse response = lines(context);
        PreviewView end =
                points.preview(id, progress(response))
                        .map(PreviewView::of)
                        .orElseThrow(() -> unreadable(id).orElseGet(() -> nowhere(id)));
        send(response, end);
    }

    /** Likewise. */
    private void adopt(Context context) throws InterruptedException {
        Path from = Requests.adopt(json.read(context.body()));
        HttpServletResponse response = lines(context);
        send(response, Views.AdoptedView.of(points.adopt(from, progress(response))));
    }

    private static HttpServletResponse lines(Context context) {
        HttpServletResponse response = context.res();
        response.setContentType(Routes.LINES);
        response.setCharacterEncoding("utf-8");
        response.setHeader("Cache-Control", "no-store");
        return response;
    }

    private Consumer<String> progress(HttpServletResponse response) {
        return text -> send(response, new Views.ProgressView("progress", text));
    }

    /** Who has left does not wait for the end: the work for it is given up. */
    private void send(HttpServletResponse response, Object line) {
        try {
            OutputStream out = response.getOutputStream();
            out.write((json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
