package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.access.Token;
import dev.lull.access.TokenStore;
import dev.lull.access.TokenStoreContract;
import dev.lull.window.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SqliteTokenStoreTest extends TokenStoreContract {
    @RegisterExtension final JournalOnDisk journal = new JournalOnDisk();

    @Override
    protected TokenStore tokens() {
        return journal.get().tokens();
    }

    @Test
    void all_is_there_after_a_restart_and_no_number_is_given_twice() {
        Token token = tokens().add(token("ci", "aa"));
        tokens().revoke(token.id(), NOW);
        tokens().used(token.id(), NOW);
        Token before = tokens().find("aa").orElseThrow();
        journal.reopen();
        assertThat(tokens().find("aa")).contains(before);
        assertThat(tokens().add(token("ci", "bb")).id()).isEqualTo(2);
    }

    @Test
    void a_role_that_is_not_known_is_told_and_gives_nobody_anything() throws SQLException {
        tokens().add(token("ci", "aa"));
        try (Connection other = SqliteFile.connect(journal.state().resolve("lull.db"));
                Statement sql = other.createStatement()) {
            sql.executeUpdate("update tokens set role = 'emperor'");
        }
        assertThatThrownBy(() -> tokens().find("aa"))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("look for a token", "lull.db", "emperor");
    }

    @Test
    void a_use_that_can_not_be_noted_keeps_nobody_out() {
        TokenStore tokens = tokens();
        Token token = tokens.add(token("ci", "aa"));
        journal.get().close();
        tokens.used(token.id(), NOW);
        assertThatThrownBy(() -> tokens.find("aa"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }
}
