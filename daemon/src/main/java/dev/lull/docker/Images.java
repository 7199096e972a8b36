package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The images of the engine, and their tags. */
final class Images {
    private final EngineHttp http;

    Images(EngineHttp http) {
        this.http = http;
    }

    Optional<Image> named(String reference) {
        String what = "inspect image " + reference;
        return http.find(what, path(reference, "/json")).map(Images::image);
    }

    private static Image image(JsonNode node) {
        Set<Integer> ports = new LinkedHashSet<>();
        ObjectNode config = Reply.JSON.createObjectNode();
        config.set("Config", node.path("Config"));
        ports.addAll(new Inspect(config).exposedPorts());
        return new Image(
                node.path("Id").asText(),
                texts(node.path("RepoTags")),
                texts(node.path("RepoDigests")),
                ports);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    void tag(String image, String reference) {
        String what = "tag image " + image + " as " + reference;
        int colon = reference.lastIndexOf(':');
        boolean tagged = colon > reference.lastIndexOf('/');
        String repository = tagged ? reference.substring(0, colon) : reference;
        String tag = tagged ? reference.substring(colon + 1) : "latest";
        http.change(
                        what,
                        "POST",
                        path(
                                image,
                                "/tag?repo="
                                        + EngineHttp.query(repository)
                                        + "&tag="
                                        + EngineHttp.query(tag)))
                .orRefuse(Kind.CHANGE, what);
    }

    void untag(String reference) {
        String what = "untag image " + reference;
        Reply reply = http.change(what, "DELETE", path(reference, ""));
        if (!reply.missing()) {
            reply.orRefuse(Kind.CHANGE, what);
        }
    }

    private static String path(String image, String rest) {
        return "/images/" + EngineHttp.part(image) + rest;
    }
}
