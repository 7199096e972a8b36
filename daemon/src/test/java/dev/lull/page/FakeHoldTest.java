package dev.lull.page;

import java.time.Duration;
import java.time.Instant;

class FakeHoldTest extends HoldContract {
    private Instant now = Instant.EPOCH;
    private final Hold hold = new FakeHold(() -> now);

    @Override
    Hold hold() {
        return hold;
    }

    @Override
    void pass(Duration time) {
        now = now.plus(time);
    }
}
