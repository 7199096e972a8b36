package dev.lull.docker;

/**
 * A container port that is published on the host.
 *
 * @param containerPort 1 to 65535
 * @param protocol {@code tcp} or {@code udp}
 * @param hostIp empty for all addresses
 * @param hostPort 1 to 65535, or 0 for one that Docker chooses
 */
public record PortBinding(int containerPort, String protocol, String hostIp, int hostPort) {}
