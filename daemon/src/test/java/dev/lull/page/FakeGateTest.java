package dev.lull.page;

import java.util.ArrayList;
import java.util.List;

class FakeGateTest extends GateContract {
    private static final long PROCESS = 7;
    private final FakeGate gate = new FakeGate();
    private final List<Integer> connected = new ArrayList<>();

    @Override
    Gate gate() {
        return gate;
    }

    @Override
    long process() {
        return PROCESS;
    }

    @Override
    boolean connect(int port) {
        boolean in = gate.connect(PROCESS, port);
        if (in) {
            connected.add(port);
        }
        return in;
    }

    @Override
    void disconnect() {
        connected.forEach(port -> gate.disconnect(PROCESS, port));
        connected.clear();
    }
}
