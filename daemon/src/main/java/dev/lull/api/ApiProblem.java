package dev.lull.api;

import java.util.List;

/** An answer other than success. Becomes a problem document. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String title;
    private final List<String> problems;

    /**
     * @param type the last part of the document's type; part of the public API
     * @param detail for people, with what to do next
     */
    ApiProblem(int status, String type, String title, String detail, List<String> problems) {
        super(detail);
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
