package dev.lull.schedule;

import java.time.Instant;

class FakeAlarmTest extends AlarmContract {
    private final HandClock clock = new HandClock(Instant.parse("2027-03-01T02:03:04Z"));
    private final FakeAlarm alarm = new FakeAlarm(rings::incrementAndGet);

    @Override
    Alarm alarm() {
        return alarm;
    }

    @Override
    Instant now() {
        return clock.instant();
    }

    @Override
    void pass() {
        clock.pass(SOON);
        alarm.ring(clock.instant());
    }
}
