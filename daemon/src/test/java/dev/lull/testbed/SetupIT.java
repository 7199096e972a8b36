package dev.lull.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the set-up of the test bed does on machines of all kinds, each played in a container. */
class SetupIT {
    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @Test
    void the_test_bed_is_set_up_and_torn_down_as_it_says() {
        String name = TestBed.name("setup");
        String printed =
                TestBed.docker(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--name",
                        name,
                        "--label",
                        TestBed.LABEL + "=" + TestBed.SELF,
                        "--volume",
                        TestBed.root().resolve("src/testbed") + ":/testbed:ro",
                        "debian:bookworm-slim",
                        "/testbed/setup-test");

        assertThat(printed.lines()).hasSizeGreaterThan(10).allMatch(l -> l.startsWith("ok - "));
    }
}
