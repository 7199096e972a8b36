package dev.lull.step;

import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The ports of this host that the stack publishes. */
final class HostPorts {
    private HostPorts() {}

    /** Ports that the files want and another process has. */
    static List<Problem> problems(Stack stack) {
        Set<Integer> ours = new TreeSet<>();
        stack.services().forEach(s -> s.running().forEach(r -> ours.addAll(r.publishedPorts())));
        List<Problem> problems = new ArrayList<>();
        for (DeclaredService service : stack.declared().services()) {
            for (int port : service.hostPorts()) {
                if (!ours.contains(port) && isTaken(port)) {
                    problems.add(
                            Problem.error(
                                    stack.name() + "/" + service.name(),
                                    "port " + port + " of this host is taken by another process",
                                    "See who has it: 'ss -ltnp sport = :" + port + "'"));
                }
            }
        }
        return problems;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
