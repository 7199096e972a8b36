package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.snapshot.PointId;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinTest {
    /** github.com/distribution/reference: path-component, tag. */
    private static final String REFERENCE =
            "lull-pin/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

    @ParameterizedTest
    @CsvSource({"shop,web", "shop,Web", "a_,web", "a__b,web_", "shop,my.web--x", "0,A__", "a-_b,c"})
    void it_is_a_valid_reference(String stack, String service) {
        assertThat(pin(stack, service)).matches(REFERENCE);
    }

    @Test
    void services_that_differ_have_pins_that_differ() {
        assertThat(pin("shop", "web")).isEqualTo("lull-pin/shop-web:20261121-075500-w7");
        assertThat(pin("shop", "Web")).isNotEqualTo(pin("shop", "web"));
        assertThat(pin("shop", "web_")).isNotEqualTo(pin("shop", "web"));
    }

    private static String pin(String stack, String service) {
        return Pin.of(
                new StackName(stack),
                new ServiceName(service),
                new PointId(stack + "-20261121-075500-w7"));
    }
}
