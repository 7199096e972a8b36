package dev.lull.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens in memory. */
public final class MemoryTokenStore implements TokenStore {
    private final List<Token> tokens = new ArrayList<>();
    private final Map<String, Long> hashes = new HashMap<>();

    /** How often a use was noted. */
    private int notes;

    @Override
    public synchronized Token add(NewToken token) {
        Token kept =
                new Token(
                        tokens.size() + 1L,
                        token.name(),
                        token.role(),
                        token.createdAt(),
                        token.createdBy(),
                        token.expiresAt(),
                        Optional.empty(),
                        Optional.empty());
        tokens.add(kept);
        hashes.put(token.hash(), kept.id());
        return kept;
    }

    @Override
    public synchronized Optional<Token> find(String hash) {
        return Optional.ofNullable(hashes.get(hash)).flatMap(this::byId);
    }

    synchronized Optional<Token> byId(long id) {
        return tokens.stream().filter(t -> t.id() == id).findFirst();
    }

    @Override
    public synchronized List<Token> all() {
        return List.copyOf(tokens.reversed());
    }

    @Override
    public synchronized boolean revoke(long id, Instant at) {
        Optional<Token> found = byId(id);
        found.filter(t -> !t.isRevoked()).ifPresent(t -> put(t, Optional.of(at), t.lastUsedAt()));
        return found.isPresent();
    }

    @Override
    public synchronized void used(long id, Instant at) {
        notes++;
        byId(id).ifPresent(t -> put(t, t.revokedAt(), Optional.of(at)));
    }

    private void put(Token token, Optional<Instant> revokedAt, Optional<Instant> lastUsedAt) {
        tokens.set(
                tokens.indexOf(token),
                new Token(
                        token.id(),
                        token.name(),
                        token.role(),
                        token.createdAt(),
                        token.createdBy(),
                        token.expiresAt(),
                        revokedAt,
                        lastUsedAt));
    }

    synchronized int notes() {
        return notes;
    }

    /** What is kept of secrets. */
    synchronized List<String> hashes() {
        return List.copyOf(hashes.keySet());
    }
}
