package dev.lull.schedule;

/** Tells people, who are not looking, what became of runs. Thread-safe. */
public interface Herald {

    /**
     * A run has come to a new state, which is written down already. Returns at once and never
     * throws: that people can't be told changes nothing for the run. Not idempotent: they are told
     * at each call.
     *
     * @param schedule that the run is of, as it is then
     */
    void tell(Schedule schedule, Run run);
}
