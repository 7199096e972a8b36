package dev.lull.page;

import java.time.Duration;
import java.time.Instant;

class FakeDetourTest extends DetourContract {
    private static final String SERVER = "172.18.0.2";

    private Instant now = Instant.EPOCH;
    private final FakeDetour detour = new FakeDetour(() -> now);

    @Override
    Detour detour() {
        return detour;
    }

    @Override
    long proxy() {
        return 7;
    }

    @Override
    String server() {
        return SERVER;
    }

    @Override
    String nobody() {
        return "172.18.0.250";
    }

    @Override
    boolean reaches(String address, int port) {
        return detour.destination(proxy(), address, port).equals(SERVER);
    }

    @Override
    void pass(Duration time) {
        now = now.plus(time);
    }
}
