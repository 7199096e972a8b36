package dev.lull.api;

import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.StacksContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FixtureStacksTest extends StacksContract {
    private DaemonFixture fixture;

    @BeforeEach
    void start() {
        fixture = new DaemonFixture();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    @Override
    protected Stacks stacks() {
        return fixture.stacks();
    }

    @Override
    protected StackName known() {
        return DaemonFixture.GUESTBOOK;
    }
}
