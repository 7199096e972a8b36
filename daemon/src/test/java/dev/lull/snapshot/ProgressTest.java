package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final long MIB = 1 << 20;

    @Test
    void speaks_once_a_second_at_most() {
        AtomicLong nanos = new AtomicLong(5);
        List<String> lines = new ArrayList<>();
        Progress progress = new Progress("volume db", 120 * MIB, lines::add, nanos::get);
        progress.at(MIB);
        nanos.addAndGet(500_000_000);
        progress.at(41 * MIB);
        assertThat(lines).isEmpty();
        nanos.addAndGet(500_000_000);
        progress.at(80 * MIB);
        nanos.addAndGet(1_000_000_000);
        progress.at(130 * MIB);
        assertThat(lines)
                .containsExactly(
                        "volume db: 80 MiB of 120 MiB, 80 MiB/s",
                        "volume db: 120 MiB of 120 MiB, 65 MiB/s");
    }

    @Test
    void sizes_read_well() {
        assertThat(Progress.size(0)).isEqualTo("0 B");
        assertThat(Progress.size(1536)).isEqualTo("1.5 KiB");
        assertThat(Progress.size(20 * MIB)).isEqualTo("20 MiB");
    }
}
