package dev.lull.step;

import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.HostPort;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ports of this host that the stack publishes. */
final class HostPorts {
    private HostPorts() {}

    /** A port on every address, and on one of them, can't both be had. */
    private record PortNumber(int port, String protocol) {
        static PortNumber of(HostPort port) {
            return new PortNumber(port.port(), port.protocol());
        }
    }

    /** Ports that the files want and another process has. */
    static List<Problem> problems(Stack stack) {
        Set<PortNumber> ours = new HashSet<>();
        stack.services()
                .forEach(s ->
                        s.running()
                                .forEach(r ->
                                        r.publishedPorts()
                                                .forEach(p -> ours.add(PortNumber.of(p)))));
        List<Problem> problems = new ArrayList<>();
        for (DeclaredService service : stack.declared().services()) {
            String where = stack.name() + "/" + service.name();
            service.hostPorts().stream()
                    .filter(p -> !ours.contains(PortNumber.of(p)))
                    .flatMap(p -> problem(where, p).stream())
                    .forEach(problems::add);
        }
        return problems;
    }

    private static Optional<Problem> problem(String where, HostPort port) {
        try {
            occupy(port);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    isElsewhere(e)
                            ? Problem.error(
                                    where,
                                    port.address() + " is no address of this host",
                                    "See which are: 'ip address'")
                            : Problem.error(
                                    where,
                                    "port " + port + " of this host is taken by another process",
                                    "See who has it: 'ss "
                                            + (port.protocol().equals("udp") ? "-lunp" : "-ltnp")
                                            + " sport = :"
                                            + port.port()
                                            + "'"));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    Problem.error(
                            where,
                            "'" + port.address() + "' is no address to publish a port on",
                            "Write an address of this host"));
        }
    }

    /** For a moment, just as Docker will. */
    private static void occupy(HostPort port) throws IOException {
        InetSocketAddress address =
                port.address().isEmpty()
                        ? new InetSocketAddress(port.port())
                        : new InetSocketAddress(InetAddress.ofLiteral(port.address()), port.port());
        switch (port.protocol()) {
            case "tcp" -> {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(address);
                }
            }
            case "udp" -> {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(address);
                }
            }
            default -> {
                // SCTP, which Java can't try.
            }
        }
    }

    private static boolean isElsewhere(IOException e) {
        return String.valueOf(e.getMessage()).contains("assign requested address");
    }
}
