package dev.lull.stack;

/**
 * A port of the host that a service publishes.
 *
 * @param address of the host, as it is written; empty for all of them
 * @param port 1 to 65535
 * @param protocol {@code tcp} or {@code udp}; others are Docker's to know
 */
public record HostPort(String address, int port, String protocol) {
    /** As {@code docker ps} writes it. */
    @Override
    public String toString() {
        String host = address.contains(":") ? "[" + address + "]:" : address + ":";
        return (address.isEmpty() ? "" : host)
                + port
                + (protocol.equals("tcp") ? "" : "/" + protocol);
    }
}
