package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "500, 500",
        "500B, 500",
        "1k, 1024",
        "500M, 524288000",
        "10 GiB, 10737418240",
        "10GB, 10737418240",
        "1.5T, 1649267441664",
    })
    void it_is_read_as_people_write_it(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1536, 1.5 KiB",
        "20971520, 20 MiB",
        "5000000000000, 4.5 TiB"
    })
    void it_is_written_as_people_read_it(long bytes, String text) {
        assertThat(Sizes.print(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1G", "1P", "1,5G", "G", "10%", "99999999999"})
    void anything_else_is_told_with_the_expected_form(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 500M or 10G");
    }
}
