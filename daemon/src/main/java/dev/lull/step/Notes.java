package dev.lull.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.docker.Endpoint;
import dev.lull.docker.RestartPolicy;
import dev.lull.stack.Replica;
import dev.lull.stack.ServiceName;
import dev.lull.window.NoteKey;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The notes of a window, by what they mean: each is durable when written. */
final class Notes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StepContext context;

    Notes(StepContext context) {
        this.context = context;
    }

    /** What was wrong with the app before anything was touched; empty when it was well. */
    Optional<String> unwell() {
        return context.note("unwell");
    }

    void unwell(String what) {
        context.note("unwell", what);
    }

    /** Visitors were just turned to the page, or let in again. */
    void door(boolean closed) {
        String now = closed ? NoteKey.CLOSED : NoteKey.OPEN;
        if (!context.note(NoteKey.DOOR).orElse(NoteKey.OPEN).equals(now)) {
            context.note(NoteKey.DOOR, now);
        }
    }

    /**
     * @param page its id
     * @param visitors the requests of theirs that it has answered
     */
    void met(String page, long visitors) {
        context.note(NoteKey.MET + page, Long.toString(visitors));
    }

    Optional<String> point() {
        return context.note(NoteKey.POINT);
    }

    void point(String id) {
        context.note(NoteKey.POINT, id);
    }

    /** The point's copy elsewhere, in words. */
    void offsite(String words) {
        context.note(NoteKey.OFFSITE, words);
    }

    /** What of the stack's data the point has not, a sentence each. */
    void leftOut(List<String> sentences) {
        context.note(NoteKey.LEFT_OUT, String.join("\n", sentences));
    }

    /** A folder of the rollback point as it was while it was in use, by its name there. */
    Optional<SeenFolder> seen(String name) {
        return context.note("seen/" + name)
                .map(json -> read(json, new TypeReference<SeenFolder>() {}));
    }

    void seen(String name, SeenFolder folder) {
        context.note("seen/" + name, write(folder));
    }

    /** Whether a person was told exactly this when the step held the window, and said to go on. */
    boolean isGoneOnWith(String why) {
        return context.note(NoteKey.goneOnWith(context.planned().kind()))
                .filter(why::equals)
                .isPresent();
    }

    Optional<String> certificate() {
        return context.note(NoteKey.CERTIFICATE);
    }

    void certificate(String json) {
        context.note(NoteKey.CERTIFICATE, json);
    }

    /** The networks that a container is to be on when it is open. */
    Optional<Map<String, Endpoint>> front(String container) {
        return context.note("front/" + container)
                .map(json -> read(json, new TypeReference<LinkedHashMap<String, Endpoint>>() {}));
    }

    void front(String container, Map<String, Endpoint> networks) {
        context.note("front/" + container, write(networks));
    }

    /** The restart policy that a container is to have when it is open. */
    Optional<RestartPolicy> policy(String container) {
        return context.note("policy/" + container)
                .map(json -> read(json, new TypeReference<RestartPolicy>() {}));
    }

    void policy(String container, RestartPolicy policy) {
        context.note("policy/" + container, write(policy));
    }

    /** The start of a container that was checked: a later start was not. */
    Optional<Instant> validated(String container) {
        return context.note("validated/" + container).map(Instant::parse);
    }

    void validated(String container, Instant startedAt) {
        context.note("validated/" + container, startedAt.toString());
    }

    /**
     * The id of the container that was made again in place of a saved one.
     *
     * @param saved its id: a restore and its way back bring different ones to the same place
     */
    Optional<String> madeAgain(String saved) {
        return context.note(madeAgainKey(saved));
    }

    static String madeAgainKey(String saved) {
        return "made-again/" + saved;
    }

    void madeAgain(String saved, String id) {
        context.note(madeAgainKey(saved), id);
    }

    /** The start of the run that was last told to take no new jobs. */
    Optional<Instant> drained(String container) {
        return context.note("drained/" + container).map(Instant::parse);
    }

    void drained(String container, Instant startedAt) {
        context.note("drained/" + container, startedAt.toString());
    }

    /** The start of the run that was last told to end. */
    Optional<Instant> stopping(String container) {
        return context.note("stopping/" + container).map(Instant::parse);
    }

    void stopping(String container, Instant startedAt) {
        context.note("stopping/" + container, startedAt.toString());
    }

    /** Whether a data store was made ready for a copy while it runs, and that is not undone. */
    boolean isReadied(String container) {
        return context.note("readied/" + container).filter(Boolean::parseBoolean).isPresent();
    }

    /**
     * @param now false when it is undone
     */
    void readied(String container, boolean now) {
        context.note("readied/" + container, Boolean.toString(now));
    }

    /** The start of the run of a data store that a dump was last played into, whole or not. */
    Optional<Instant> playing(String container) {
        return context.note("playing/" + container).map(Instant::parse);
    }

    void playing(String container, Instant startedAt) {
        context.note("playing/" + container, startedAt.toString());
    }

    /** Whether a container that runs once was to be made: from then on it may have run. */
    boolean began(String container) {
        return context.note("began/" + container).filter(Boolean::parseBoolean).isPresent();
    }

    /**
     * @param now false where Docker is known to have done nothing
     */
    void begins(String container, boolean now) {
        context.note("began/" + container, Boolean.toString(now));
    }

    /** What was wrong with a worker or cron before anything was touched. */
    Optional<String> ill(ServiceName service) {
        return context.note("ill/" + service);
    }

    void ill(ServiceName service, String what) {
        context.note("ill/" + service, what);
    }

    /** The digest of a compose or env file when the window was prepared. */
    Optional<String> planned(Path file) {
        return context.note("planned/" + file);
    }

    void planned(Path file, String sha256) {
        context.note("planned/" + file, sha256);
    }

    /** The exit code of a container that ran once, where it was seen. */
    Optional<Integer> ran(String container) {
        return context.note("ran/" + container).map(Integer::parseInt);
    }

    void ran(String container, int exitCode) {
        context.note("ran/" + container, Integer.toString(exitCode));
    }

    /** What makes a network of the stack anew. */
    Optional<String> network(String name) {
        return context.note(networkKey(name));
    }

    void network(String name, String definition) {
        context.note(networkKey(name), definition);
    }

    static String networkKey(String name) {
        return "network/" + name;
    }

    /** What makes a volume of the stack anew, without its data. */
    Optional<String> volume(String name) {
        return context.note(volumeKey(name));
    }

    void volume(String name, String definition) {
        context.note(volumeKey(name), definition);
    }

    static String volumeKey(String name) {
        return "volume/" + name;
    }

    /** The replicas that are to run when all is open, where the window has made others. */
    Optional<Set<Replica>> expected() {
        return context.note("expected")
                .map(json -> read(json, new TypeReference<List<String>>() {}))
                .map(names -> names.stream().map(Notes::replica).collect(Collectors.toSet()));
    }

    void expected(Collection<Replica> replicas) {
        context.note("expected", write(replicas.stream().map(Replica::toString).sorted().toList()));
    }

    private static Replica replica(String text) {
        int dash = text.lastIndexOf('-');
        return new Replica(
                new ServiceName(text.substring(0, dash)),
                Integer.parseInt(text.substring(dash + 1)));
    }

    /** Whether a compose or env file with this digest is one that the window wrote. */
    boolean isWritten(Path file, String sha256) {
        return context.note(writtenKey(file, sha256)).isPresent();
    }

    static String writtenKey(Path file, String sha256) {
        return "written/" + file + "/" + sha256;
    }

    void written(Path file, String sha256) {
        context.note(writtenKey(file, sha256), "");
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note can't be read", e);
        }
    }
}
