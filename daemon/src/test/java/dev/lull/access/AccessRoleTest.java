package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRoleTest {
    @ParameterizedTest
    @CsvSource({
        "VIEWER, VIEWER, true",
        "VIEWER, OPERATOR, false",
        "VIEWER, ADMIN, false",
        "OPERATOR, VIEWER, true",
        "OPERATOR, OPERATOR, true",
        "OPERATOR, ADMIN, false",
        "ADMIN, VIEWER, true",
        "ADMIN, OPERATOR, true",
        "ADMIN, ADMIN, true",
    })
    void each_may_do_what_those_before_it_may(AccessRole has, AccessRole needed, boolean allowed) {
        assertThat(has.allows(needed)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @EnumSource
    void each_is_read_by_its_word(AccessRole role) {
        assertThat(AccessRole.parse(role.word())).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ADMIN", "root", " viewer"})
    void another_word_is_none(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessRole.parse(word))
                .withMessage("is not viewer, operator or admin");
    }

    @Test
    void the_words_are_kept_for_ever() {
        assertThat(AccessRole.values())
                .extracting(AccessRole::word)
                .containsExactly("viewer", "operator", "admin");
    }
}
