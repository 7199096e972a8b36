package dev.lull.api;

import dev.lull.access.Caller;
import dev.lull.api.Requests.Said;
import dev.lull.window.Origin;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who asks something of a window or a schedule, as it is kept with that. */
final class Asker {
    /** The header by which a request that is sent again is known. */
    static final String KEY = "Idempotency-Key";

    /** One of these would be taken for the window of a schedule. */
    private static final Pattern OF_SCHEDULES = Pattern.compile("schedule-\\d+-");

    private Asker() {}

    /** Who asks: on the host what is said of it, elsewhere beside the name that is known. */
    static String of(Context context, Optional<String> said) {
        Caller caller = Doorkeeper.caller(context);
        Optional<String> other =
                said.map(String::strip).filter(s -> !s.isEmpty() && !s.equals(caller.who()));
        if (other.isEmpty()) {
            return caller.who();
        }
        return caller.from().equals(Caller.SOCKET)
                ? other.get()
                : other.get() + " (" + caller.who() + ")";
    }

    /**
     * The key that the caller gives this request; empty where there is none.
     *
     * @throws ApiProblem if it is none, or one as schedules give theirs
     */
    static String request(Context context) {
        String request = Optional.ofNullable(context.header(KEY)).orElse("");
        if (!request.matches("[\\x21-\\x7e]{0,200}")) {
            throw ApiProblem.malformed(KEY + " takes up to 200 visible characters");
        }
        if (OF_SCHEDULES.matcher(request).lookingAt()) {
            throw ApiProblem.malformed(
                    KEY
                            + " begins with 'schedule-' and a number, as those do that Lull's own"
                            + " schedules open windows with: take another one");
        }
        return request;
    }

    /**
     * Where a window comes from.
     *
     * @throws ApiProblem if the request's key is none
     */
    static Origin origin(Context context, Said said) {
        return new Origin(
                of(context, said.by()),
                Doorkeeper.caller(context).from(),
                request(context),
                said.reason(),
                said.gitSha(),
                said.changeUrl());
    }
}
