package dev.lull.access;

class MemoryTokenStoreTest extends TokenStoreContract {
    private final MemoryTokenStore tokens = new MemoryTokenStore();

    @Override
    protected TokenStore tokens() {
        return tokens;
    }
}
