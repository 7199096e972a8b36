package dev.lull.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told of an expression. */
class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * * | every minute",
                "*/15 * * * * | every 15 minutes",
                "0,15,30,45 * * * * | every 15 minutes",
                "5-59/15 * * * * | every 15 minutes between 00:05 and 23:50",
                "*/7 * * * * | every 7th minute from 0 to 56 of every hour",
                "10-20 * * * * | every minute from 10 to 20 of every hour",
                "0,5 * * * * | at minutes 0 and 5 of every hour",
                "1,2,4,8,16 * * * * | at minutes 1, 2, 4, 8 and 16 of every hour",
                "0 * * * * | every hour",
                "30 * * * * | at minute 30 of every hour",
                "* 3 * * * | every minute between 03:00 and 03:59",
                "* 3,5 * * * | every minute of hours 3 and 5",
                "*/10 3 * * * | every 10 minutes between 03:00 and 03:50",
                "*/30 3 * * * | at 03:00 and 03:30 every day",
                "1,2,4,8,16 3 * * * | at minutes 1, 2, 4, 8 and 16 of hour 3",
                "0,30 3,5,7 * * * | at minutes 0 and 30 of hours 3, 5 and 7",
                "0,30 9-17 * * * | every 30 minutes between 09:00 and 17:30",
                "0,5 9-17 * * * | at minutes 0 and 5 of every hour from 9 to 17",
                "*/5 */2 * * * | every 5th minute from 0 to 55 of every 2nd hour from 0 to 22",
            })
    void the_times_of_a_day(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * * | at 03:00 every day",
                "30 14 * * * | at 14:30 every day",
                "0 3,15 * * * | at 03:00 and 15:00 every day",
                "0 */6 * * * | at 00:00, 06:00, 12:00 and 18:00 every day",
                "0 1,2,5,9,13 * * * | at 01:00, 02:00, 05:00, 09:00 and 13:00 every day",
                "0 */2 * * * | every 2 hours between 00:00 and 22:00",
                "0 9-17 * * * | every hour between 09:00 and 17:00",
                "30 9-17 * * * | every hour between 09:30 and 17:30",
            })
    void the_hours_of_a_day(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * 0 | at 03:00 on Sunday",
                "0 3 * * 7 | at 03:00 on Sunday",
                "0 3 * * SUN | at 03:00 on Sunday",
                "0 3 * * 6,0 | at 03:00 on Saturday and Sunday",
                "0 3 * * 1,3,5 | at 03:00 on Monday, Wednesday and Friday",
                "0 3 * * 1-5 | at 03:00 from Monday to Friday",
                "0 3 * * fri-sun | at 03:00 from Friday to Sunday",
                "0 3 * * 0-4 | at 03:00 from Sunday to Thursday",
                "0 3 * * */2 | at 03:00 on Tuesday, Thursday, Saturday and Sunday",
                "0 * * * 0 | every hour on Sunday",
                "*/15 9-17 * * mon-fri"
                        + " | every 15 minutes between 09:00 and 17:45 from Monday to Friday",
            })
    void the_days_of_a_week(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 4 1 * * | at 04:30 on the 1st of every month",
                "0 3 1,15 * * | at 03:00 on the 1st and 15th of every month",
                "0 3 1-7 * * | at 03:00 on the 1st to 7th of every month",
                "0 3 11-13 * * | at 03:00 on the 11th, 12th and 13th of every month",
                "0 3 2,3,22,23,31 * *"
                        + " | at 03:00 on the 2nd, 3rd, 22nd, 23rd and 31st of every month",
                "0 3 */2 * *"
                        + " | at 03:00 on every 2nd day from the 1st to the 31st of every month",
                "0 3 1 1 * | at 03:00 on the 1st of January",
                "0 3 1 jan,jul * | at 03:00 on the 1st of January and July",
                "0 3 1 3-10 * | at 03:00 on the 1st of each month from March to October",
            })
    void the_days_of_a_month(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * 12 * | at 03:00 every day in December",
                "0 3 * 3-10 * | at 03:00 every day, from March to October",
                "0 3 * 3-10 0 | at 03:00 on Sunday, from March to October",
                "0 3 * */3 1 | at 03:00 on Monday in January, April, July and October",
                "*/15 * * 1,2 * | every 15 minutes in January and February",
                "*/15 * * 1-3 * | every 15 minutes, from January to March",
            })
    void the_months_of_a_year(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 13 * 5 | at 00:00 on the 13th of every month, and also on Friday",
                "0 0 13 12 5"
                        + " | at 00:00 on the 13th of December, and also on Friday in December",
                "0 0 */2 * 1 | at 00:00 on Monday,"
                        + " but only on every 2nd day from the 1st to the 31st of every month",
                "0 0 1 * */2 | at 00:00 on Tuesday, Thursday, Saturday and Sunday,"
                        + " but only on the 1st of every month",
                "0 0 */2 12 1-5 | at 00:00 from Monday to Friday,"
                        + " but only on every 2nd day from the 1st to the 31st of December",
                "0 0 1-31 * 1 | at 00:00 every day",
                "0 0 13 * 0-6 | at 00:00 every day",
                "0 0 1-31 * */3 | at 00:00 on Wednesday, Saturday and Sunday",
                "0 0 */10 * 0-6 | at 00:00 on the 1st, 11th, 21st and 31st of every month",
            })
    void two_fields_for_days(String expression, String words) {
        assertThat(Cron.parse(expression).words()).isEqualTo(words);
    }
}
