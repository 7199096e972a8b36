package dev.lull.stack;

/**
 * One container of a service. Keyed by service and number, never by container id: ids change.
 *
 * @param service its service
 * @param number Compose's container number, from 1
 */
public record Replica(ServiceName service, int number) implements Comparable<Replica> {
    @Override
    public int compareTo(Replica other) {
        int byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return service + "-" + number;
    }
}
