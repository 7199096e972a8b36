package dev.lull.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What the server refuses before any route is asked, as what is no HTTP: answered as a problem like
 * any other, and with nothing that tells of the server.
 */
final class BadRequests implements Request.Handler {
    private final Json json;

    BadRequests(Json json) {
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ApiProblem problem = problem(response.getStatus());
        Api.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(
                true,
                ByteBuffer.wrap(json.write(problem.document()).getBytes(StandardCharsets.UTF_8)),
                callback);
        return true;
    }

    private static ApiProblem problem(int status) {
        return switch (status) {
            case 404 -> ApiProblem.notFound("there is nothing at this address; see /api/v1/stacks");
            case 413 -> ApiProblem.tooLarge();
            case 414, 431 ->
                    new ApiProblem(
                            status,
                            "head-too-large",
                            "Too large",
                            "the address or the headers of the request are too large");
            default -> status < 500 || status == 505 ? malformed(status) : failed(status);
        };
    }

    private static ApiProblem malformed(int status) {
        return new ApiProblem(
                status,
                "malformed",
                "Not understood",
                "this is no request of HTTP that is understood here");
    }

    private static ApiProblem failed(int status) {
        return new ApiProblem(
                status,
                "unexpected",
                "This should not have happened",
                "the daemon's log (its standard error) says more");
    }
}
