package dev.lull.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Browser sessions in memory, of tokens in memory. */
public final class MemorySessionStore implements SessionStore {
    private record Kept(long token, Instant expiresAt) {}

    private final MemoryTokenStore tokens;
    private final Map<String, Kept> sessions = new TreeMap<>();

    public MemorySessionStore(MemoryTokenStore tokens) {
        this.tokens = tokens;
    }

    @Override
    public synchronized void add(String hash, long token, Instant expiresAt) {
        if (tokens.byId(token).isEmpty()) {
            throw new IllegalStateException("there is no token " + token);
        }
        sessions.put(hash, new Kept(token, expiresAt));
    }

    @Override
    public synchronized Optional<Stored> find(String hash) {
        return Optional.ofNullable(sessions.get(hash))
                .map(s -> new Stored(tokens.byId(s.token()).orElseThrow(), s.expiresAt()));
    }

    @Override
    public synchronized void remove(String hash) {
        sessions.remove(hash);
    }

    @Override
    public synchronized void sweep(Instant now) {
        sessions.values()
                .removeIf(s ->
                        !now.isBefore(s.expiresAt())
                                || tokens.byId(s.token()).orElseThrow().isRevoked());
    }

    /** What is kept of secrets. */
    synchronized Set<String> hashes() {
        return Set.copyOf(sessions.keySet());
    }
}
