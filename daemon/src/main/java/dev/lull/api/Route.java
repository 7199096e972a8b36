package dev.lull.api;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/**
 * An address of the API: how it is asked, who may ask, and what it answers. What the OpenAPI
 * document says of it is made of this.
 *
 * @param path with {@code {parameters}}
 * @param summary a sentence
 * @param query what may stand behind {@code ?}
 * @param headers of the request that matter
 * @param body what is sent, if anything is
 * @param answer to a request that succeeds
 */
record Route(
        HandlerType method,
        String path,
        Needs needs,
        String summary,
        List<Parameter> query,
        List<Parameter> headers,
        Optional<Shape> body,
        Answer answer) {

    Route {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /** Something with a name that may be given, and what it is for. */
    record Parameter(String name, String what) {}

    /**
     * What a successful request is answered with.
     *
     * @param type the media type; empty where there is no body
     * @param view the record that is written as JSON, where it is one
     */
    record Answer(int status, String type, Optional<Class<? extends Record>> view) {
        static Answer json(int status, Class<? extends Record> view) {
            return new Answer(status, "application/json", Optional.of(view));
        }

        static Answer of(String type) {
            return new Answer(200, type, Optional.empty());
        }

        static Answer empty() {
            return new Answer(204, "", Optional.empty());
        }
    }
}
