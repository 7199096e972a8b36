package dev.lull.docker;

import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.StacksContract;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** On the Docker and the Compose of this host, with stacks that were made and never started. */
class DiscoveryIT extends StacksContract {
    private final ExampleStack guestbook = new ExampleStack("guestbook", "found");
    private final ExampleStack single = new ExampleStack("single", "found");
    private final DockerJavaEngine engine = DockerJavaEngine.connect(TestBed.socket());

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @BeforeEach
    void create() {
        guestbook.compose("create", "--no-build");
        single.compose("create", "--no-build");
    }

    @AfterEach
    void remove() throws IOException {
        engine.close();
        guestbook.close();
        single.close();
    }

    @Override
    protected Stacks stacks() {
        return new Discovery(engine, new ComposeCli(TestBed.socket()));
    }

    @Override
    protected StackName known() {
        return new StackName(guestbook.project());
    }
}
