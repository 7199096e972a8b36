package dev.lull.api;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is asked for. One more than the limit is read: then there is a next
 * page.
 *
 * @param before only what has a smaller number
 */
record Paging(int limit, long before) {
    static final String LIMIT = "limit";
    static final String BEFORE = "before";
    static final String LIMIT_WORDS = "how many: 50 where it is missing, at most 500";

    private static final int SHOWN = 50;
    private static final int MOST_SHOWN = 500;

    /**
     * @throws ApiProblem if it is no number
     */
    static Paging of(Context context) {
        String limit = Optional.ofNullable(context.queryParam(LIMIT)).orElse("" + SHOWN);
        if (!limit.matches("\\d{1,6}")) {
            throw ApiProblem.malformed("'limit' takes a number");
        }
        String before = Optional.ofNullable(context.queryParam(BEFORE)).orElse("" + Long.MAX_VALUE);
        if (!before.matches("\\d{1,19}")) {
            throw ApiProblem.malformed("'before' takes the number that 'next' gave");
        }
        return new Paging(Math.clamp(Integer.parseInt(limit), 1, MOST_SHOWN), number(before));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What is shown of those that were read. */
    <T> List<T> page(List<T> read) {
        return read.size() > limit ? List.copyOf(read.subList(0, limit)) : read;
    }

    /** Where the next page begins, if there is one. */
    <T> @Nullable Long next(List<T> read, ToLongFunction<T> id) {
        return read.size() > limit ? id.applyAsLong(read.get(limit - 1)) : null;
    }
}
