package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketTableTest {
    private static final List<String> TABLE =
            List.of(
                    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when",
                    row(0, "00000000:0050", "0A"),
                    row(1, "0200007F:0050", "01"),
                    row(2, "0000000000000000FFFF00000200007F:0050", "08"),
                    row(3, "0200007F:0050", "03"),
                    row(4, "0200007F:0050", "04"),
                    row(5, "0200007F:0050", "05"),
                    row(6, "0200007F:0050", "06"),
                    row(7, "0200007F:1F40", "01"),
                    row(8, "0200007F:C350", "01"));

    @Test
    void counts_what_may_still_be_on_its_way_and_no_listener_or_finished_one() {
        assertThat(SocketTable.connections(TABLE, Set.of(80))).isEqualTo(4);
    }

    @Test
    void counts_only_the_ports_asked_for() {
        assertThat(SocketTable.connections(TABLE, Set.of(8000))).isEqualTo(1);
        assertThat(SocketTable.connections(TABLE, Set.of(80, 8000))).isEqualTo(5);
        assertThat(SocketTable.connections(TABLE, Set.of(443))).isZero();
    }

    @Test
    void tells_the_sockets_that_listen_by_their_inodes() {
        List<String> table =
                List.of(
                        TABLE.getFirst(),
                        row(0, "00000000:0050", "0A") + "    0        0 1071836 1 0 100 0 0 10 0",
                        row(1, "00000000:0050", "01") + "    0        0 1071837 1 0 20 4 30 10 -1");
        assertThat(SocketTable.listening(table)).containsExactly("1071836");
    }

    private static String row(int sl, String local, String state) {
        return "%4d: %s 0100007F:9C40 %s 00000000:00000000 00:00000000 00000000"
                .formatted(sl, local, state);
    }
}
