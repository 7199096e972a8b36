package dev.lull.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An answer other than success. Becomes a problem document. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String title;
    private final List<String> problems;
    private final Map<String, String> headers;

    /**
     * @param type the last part of the document's type; part of the public API
     * @param detail for people, with what to do next
     */
    ApiProblem(int status, String type, String title, String detail, List<String> problems) {
        this(status, type, title, detail, problems, Map.of());
    }

    private ApiProblem(
            int status,
            String type,
            String title,
            String detail,
            List<String> problems,
            Map<String, String> headers) {
        super(detail);
        this.headers = Map.copyOf(headers);
        this.status = status;
        this.type = type;
        this.title = title;
        this.problems = List.copyOf(problems);
    }

    ApiProblem(int status, String type, String title, String detail) {
        this(status, type, title, detail, List.of());
    }

    static ApiProblem invalid(List<String> problems) {
        return new ApiProblem(
                422,
                "invalid",
                "This can't be done",
                problems.size() == 1
                        ? problems.getFirst()
                        : problems.size() + " things are wrong with this request",
                problems);
    }

    static ApiProblem notFound(String detail) {
        return new ApiProblem(404, "not-found", "Not there", detail);
    }

    static ApiProblem malformed(String detail) {
        return new ApiProblem(400, "malformed", "Not understood", detail);
    }

    static ApiProblem tooLarge() {
        return new ApiProblem(
                413, "too-large", "Too large", "the body of the request is too large");
    }

    static ApiProblem tooManyAttempts(Duration pause) {
        long seconds = Math.max(1, pause.toSeconds() + 1);
        return new ApiProblem(
                429,
                "too-many-attempts",
                "Too many attempts",
                "too many secrets that belong to no token were tried; try again in "
                        + seconds
                        + " s",
                List.of(),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** The same, with the address of what it is about. */
    ApiProblem about(String address) {
        Map<String, String> more = new HashMap<>(headers);
        more.put("Location", address);
        return new ApiProblem(status, type, title, String.valueOf(getMessage()), problems, more);
    }

    /** What the answer's head says beside the document. */
    Map<String, String> headers() {
        return headers;
    }

    /** The last part of the document's type. */
    String type() {
        return type;
    }

    Document document() {
        return new Document(
                "urn:lull:problem:" + type, title, status, String.valueOf(getMessage()), problems);
    }

    int status() {
        return status;
    }

    /** RFC 9457. */
    record Document(String type, String title, int status, String detail, List<String> problems) {}
}
