package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.BrittleAuditLog;
import dev.lull.window.JournalException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a window could be run is looked at, and not for everybody anew. */
final class ProbesTest {
    private Instant now = Instant.parse("2026-03-01T02:03:04Z");
    private final List<String> inTheWay = new ArrayList<>();
    private int looks;
    private final BrittleAuditLog audit =
            new BrittleAuditLog().with(new JournalException("there is no room left"));
    private final Probes probes = new Probes(this::look, audit, () -> now);

    private List<String> look() {
        looks++;
        return List.copyOf(inTheWay);
    }

    @Test
    void a_journal_that_can_not_be_written_is_in_the_way() {
        assertThat(probes.problems()).isEmpty();
        audit.breaks(true);
        inTheWay.add("Docker does not answer");
        now = now.plusSeconds(3);
        assertThat(probes.problems())
                .containsExactly("Docker does not answer", "the journal can't be written");
        audit.breaks(false);
        inTheWay.clear();
        now = now.plusSeconds(3);
        assertThat(probes.problems()).isEmpty();
    }

    @Test
    void a_flood_of_questions_has_nobody_look_more_often() {
        for (int question = 0; question < 1_000; question++) {
            assertThat(probes.problems()).isEmpty();
        }
        assertThat(looks).isEqualTo(1);
        inTheWay.add("Docker does not answer");
        now = now.plusMillis(2_999);
        assertThat(probes.problems()).isEmpty();
        now = now.plusMillis(1);
        assertThat(probes.problems()).containsExactly("Docker does not answer");
        now = now.minusSeconds(3_600);
        probes.problems();
        assertThat(looks).isEqualTo(3);
    }
}
