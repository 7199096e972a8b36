package dev.lull.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the guestbook example is there to show, without Lull. */
class GuestbookIT {
    private final ExampleStack stack = new ExampleStack("guestbook", "itself");

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    void remove() {
        stack.close();
    }

    @Test
    void a_job_that_has_begun_is_finished_when_worker_and_cron_are_told_to_stop() {
        stack.edit("app.env", "POSTGRES", "JOB_SECONDS=2\nPOSTGRES")
                .edit("compose.yaml", "stop_grace_period: 5s", "stop_grace_period: 60s")
                .set("CRON_SECONDS", "1")
                .up();
        Wait.until("cron has run", () -> !stack.rows("SELECT id FROM cron_runs").isEmpty());
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        Wait.until("the worker has taken the job", () -> queued("processing").equals("1"));

        stack.compose("stop", "worker", "cron");

        assertThat(exitCode("worker")).isEqualTo("0");
        assertThat(exitCode("cron")).isEqualTo("0");
        assertThat(queued("jobs")).isEqualTo("0");
        assertThat(queued("processing")).isEqualTo("0");
        assertThat(stack.rows("SELECT count(*) FROM results")).isEqualTo("1\n");
        assertThat(stack.rows("SELECT count(*) FROM cron_runs WHERE ended IS NULL"))
                .isEqualTo("0\n");
    }

    @Test
    void the_code_of_version_1_does_not_work_on_the_tables_of_version_2() {
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);

        stack.set("VERSION", "2");
        stack.compose("run", "--rm", "--no-deps", "-T", "app", "guestbook", "migrate");

        assertThat(Web.get(stack.port(), "/version").body()).contains("\"1\"");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(500);
        assertThat(Web.write(stack.port(), "two").statusCode()).isEqualTo(500);
    }

    private String queued(String list) {
        return stack.compose("exec", "-T", "redis", "redis-cli", "llen", list).strip();
    }

    private String exitCode(String service) {
        return TestBed.docker(
                        "inspect",
                        "-f",
                        "{{.State.ExitCode}}",
                        stack.project() + "-" + service + "-1")
                .strip();
    }
}
