package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import dev.lull.access.SessionStore;
import dev.lull.access.SessionStoreContract;
import dev.lull.access.Sessions;
import dev.lull.access.TokenStore;
import dev.lull.access.Tokens;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SqliteSessionStoreTest extends SessionStoreContract {
    @RegisterExtension final JournalOnDisk journal = new JournalOnDisk();

    @Override
    protected SessionStore sessions() {
        return journal.get().sessions();
    }

    @Override
    protected TokenStore tokens() {
        return journal.get().tokens();
    }

    @Test
    void a_browser_stays_logged_in_over_a_restart_of_the_daemon() {
        Tokens.Created created =
                newTokens().create("ada", AccessRole.OPERATOR, "root", Optional.empty());
        Sessions.Opened opened = newSessions().open(created.token());
        journal.reopen();
        assertThat(newSessions().check(opened.secret()).orElseThrow().csrf())
                .isEqualTo(opened.session().csrf());
        newTokens().revoke(created.token().id());
        assertThat(newSessions().check(opened.secret())).isEmpty();
    }

    private Tokens newTokens() {
        return new Tokens(tokens(), Clock.systemUTC(), new SecureRandom());
    }

    private Sessions newSessions() {
        return new Sessions(sessions(), newTokens(), Clock.systemUTC(), new SecureRandom());
    }
}
