package dev.lull.access;

class MemorySessionStoreTest extends SessionStoreContract {
    private final MemoryTokenStore tokens = new MemoryTokenStore();
    private final MemorySessionStore sessions = new MemorySessionStore(tokens);

    @Override
    protected SessionStore sessions() {
        return sessions;
    }

    @Override
    protected TokenStore tokens() {
        return tokens;
    }
}
