package dev.lull.api;

import dev.lull.docker.EngineException;
import dev.lull.snapshot.SnapshotException;
import dev.lull.window.JournalException;
import dev.lull.window.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes an HTTP answer. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String PROBLEM = "lull.problem";

    private final Json json;

    Failures(Json json) {
        this.json = json;
    }

    void map(RoutesConfig routes) {
        routes.exception(ApiProblem.class, (e, context) -> answer(context, e));
        routes.exception(RefusedException.class, (e, context) -> answer(context, refused(e)));
        routes.exception(HttpResponseException.class, (e, context) -> answer(context, http(e)));
        routes.exception(EngineException.class, (e, context) -> answer(context, engine(e)));
        routes.exception(JournalException.class, (e, context) -> answer(context, journal(e)));
        routes.exception(SnapshotException.class, (e, context) -> answer(context, points(e)));
        routes.exception(Exception.class, (e, context) -> answer(context, unexpected(e, context)));
    }

    /** The word for what went wrong with this request; empty if nothing did. */
    static String problem(Context context) {
        String problem = context.attribute(PROBLEM);
        return problem == null ? "" : problem;
    }

    private void answer(Context context, ApiProblem problem) {
        context.attribute(PROBLEM, problem.type());
        if (problem.status() == 401) {
            context.header("WWW-Authenticate", "Bearer realm=\"Lull\"");
        }
        problem.headers().forEach(context::header);
        context.status(problem.status())
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .result(json.write(problem.document()));
    }

    private static ApiProblem refused(RefusedException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case NOT_FOUND -> ApiProblem.notFound(detail);
            case CONFLICT ->
                    new ApiProblem(
                            409, "conflict", "Something is in the way", detail, e.problems());
            case INVALID ->
                    new ApiProblem(422, "invalid", "This can't be done", detail, e.problems());
            case UNCONFIRMED ->
                    new ApiProblem(
                            428, "unconfirmed", "Your word is needed first", detail, e.problems());
        };
    }

    private static ApiProblem http(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> ApiProblem.notFound("there is nothing at this address; see /api/v1/stacks");
            case 405 ->
                    new ApiProblem(
                            405,
                            "method-not-allowed",
                            "Not this method",
                            "this address does not take this method");
            case 413 -> ApiProblem.tooLarge();
            default ->
                    new ApiProblem(
                            e.getStatus(),
                            "malformed",
                            "Not understood",
                            String.valueOf(e.getMessage()));
        };
    }

    private static ApiProblem engine(EngineException e) {
        LOG.warn("Docker did not answer as asked: {}", e.getMessage());
        return new ApiProblem(
                503, "engine", "Docker is in the way", String.valueOf(e.getMessage()));
    }

    private static ApiProblem journal(JournalException e) {
        LOG.error("the journal can't be used: {}", e.getMessage(), e);
        return new ApiProblem(
                503, "journal", "The journal can't be used", String.valueOf(e.getMessage()));
    }

    private static ApiProblem points(SnapshotException e) {
        LOG.warn("the rollback points can't be used: {}", e.getMessage());
        return new ApiProblem(
                503, "points", "The rollback points can't be used", String.valueOf(e.getMessage()));
    }

    private static ApiProblem unexpected(Exception e, Context context) {
        LOG.atError()
                .setCause(e)
                .log("{} {} failed unexpectedly", context.method(), context.path());
        return new ApiProblem(
                500,
                "unexpected",
                "This should not have happened",
                "the daemon's log (its standard error) says more; it is a bug, please report it");
    }
}
