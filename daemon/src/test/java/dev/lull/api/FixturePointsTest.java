package dev.lull.api;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FixturePointsTest extends RollbackPointsContract {
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
    protected RollbackPoints points() {
        return fixture.points();
    }
}
