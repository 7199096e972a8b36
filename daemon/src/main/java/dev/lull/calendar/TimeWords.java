package dev.lull.calendar;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * At which times of a day something is due, in English. Pure.
 *
 * @param minutes of each of the hours
 */
record TimeWords(Series minutes, Series hours) {
    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    /** So many are told one by one. */
    private static final int FEW = 4;

    /** E.g. {@code at 03:00 and 15:00}, or {@code every 15 minutes}. */
    String words() {
        return rhythm().orElseGet(() -> "at " + Series.listed(times()));
    }

    /** Whether each time of the day is named. */
    boolean areListed() {
        return rhythm().isEmpty();
    }

    private List<String> times() {
        List<String> times = new ArrayList<>();
        for (int hour : hours.values()) {
            for (int minute : minutes.values()) {
                times.add(time(hour, minute));
            }
        }
        return times;
    }

    private static String time(int hour, int minute) {
        return LocalTime.of(hour, minute).toString();
    }

    /** What is shorter than a list of the times, if anything is. */
    private Optional<String> rhythm() {
        if (minutes.count() * hours.count() <= FEW) {
            return Optional.empty();
        }
        boolean throughHours = isRoundTheHour() && hours.isUnbroken();
        boolean withinOne = hours.count() == 1 && minutes.step() > 0;
        if (throughHours || withinOne) {
            return Optional.of(evenly());
        }
        if (minutes.count() > 1) {
            return Optional.of(ofTheHour() + " of " + ofTheDay());
        }
        return hours.step() > 0
                ? Optional.of(every(hours.step(), "hour") + between())
                : Optional.empty();
    }

    /**
     * Whether from the last of an hour to the first of the next it is as long as between others.
     */
    private boolean isRoundTheHour() {
        return minutes.count() == 1
                || (MINUTES % minutes.count() == 0 && minutes.step() == MINUTES / minutes.count());
    }

    private String evenly() {
        boolean hourly = minutes.count() == 1;
        String every = hourly ? every(1, "hour") : every(minutes.step(), "minute");
        if (hours.count() < HOURS) {
            return every + between();
        }
        if (minutes.first() == 0) {
            return every;
        }
        return hourly ? "at minute " + minutes.first() + " of every hour" : every + between();
    }

    private static String every(int step, String unit) {
        return step == 1 ? "every " + unit : "every " + step + " " + unit + "s";
    }

    private String between() {
        return " between "
                + time(hours.first(), minutes.first())
                + " and "
                + time(hours.last(), minutes.last());
    }

    private String ofTheHour() {
        if (minutes.count() == MINUTES) {
            return "every minute";
        }
        return minutes.count() > FEW && minutes.step() > 0
                ? each(minutes, "minute")
                : "at minutes " + minutes.listed(String::valueOf);
    }

    private String ofTheDay() {
        if (hours.count() == HOURS) {
            return "every hour";
        }
        if (hours.count() > FEW && hours.step() > 0) {
            return each(hours, "hour");
        }
        return (hours.count() == 1 ? "hour " : "hours ") + hours.listed(String::valueOf);
    }

    private static String each(Series series, String unit) {
        String step = series.step() == 1 ? "" : Series.ordinal(series.step()) + " ";
        return "every " + step + unit + " from " + series.first() + " to " + series.last();
    }
}
