package dev.lull.api;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address of the API: how it is asked, who may ask, and what it answers. What the OpenAPI
 * document says of it is made of this.
 *
 * @param path with {@code {parameters}}
 * @param summary a sentence
 * @param query what may stand behind {@code ?}
 * @param headers of the request that matter
 * @param body what is sent, if anything is
 * @param answers to a request that succeeds, each with another status
 */
record Route(
        HandlerType method,
        String path,
        Needs needs,
        String summary,
        List<Parameter> query,
        List<Parameter> headers,
        Optional<Shape> body,
        List<Answer> answers) {

    Route {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
        answers = List.copyOf(answers);
    }

    /** Whether it does more than to show something: a browser proves then that its page is ours. */
    boolean acts() {
        return !method.equals(HandlerType.GET);
    }

    /** Something with a name that may be given, and what it is for. */
    record Parameter(String name, String what) {}

    /**
     * What a successful request may be answered with.
     *
     * @param contents it has one of them; none where there is no body
     * @param headers that matter
     */
    record Answer(int status, List<Content> contents, List<Parameter> headers) {
        Answer {
            contents = List.copyOf(contents);
            headers = List.copyOf(headers);
        }

        /** What both say of the same status. */
        Answer and(Answer other) {
            return new Answer(
                    status,
                    Stream.concat(contents.stream(), other.contents.stream()).toList(),
                    Stream.concat(headers.stream(), other.headers.stream()).toList());
        }
    }

    /**
     * The body of an answer.
     *
     * @param type the media type
     * @param views the record that is written as JSON; those one of which each line is; none where
     *     it is no JSON
     */
    record Content(String type, List<Class<? extends Record>> views) {
        Content {
            views = List.copyOf(views);
        }

        static Content json(Class<? extends Record> view) {
            return new Content("application/json", List.of(view));
        }

        static Content text(String type) {
            return new Content(type, List.of());
        }
    }
}
