package io.freshet.connect.table.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlProblemTest {

    @ParameterizedTest
    @CsvSource({
        "08006, 0, TRANSIENT", // connection lost
        "40001, 0, TRANSIENT", // serialization, deadlock
        "40P01, 0, TRANSIENT",
        "53300, 0, TRANSIENT", // too many connections
        "57P01, 0, TRANSIENT", // shut down by the operator
        "57P03, 0, TRANSIENT", // starting
        "25006, 0, TRANSIENT", // has become read-only
        "HY000, 1205, TRANSIENT", // lock wait timeout
        "22001, 0, BAD_ROW", // too long
        "22003, 0, BAD_ROW", // out of range
        "23502, 0, BAD_ROW", // null
        "23514, 0, BAD_ROW", // check
        "23000, 4025, BAD_ROW",
        "HY000, 1366, BAD_ROW", // wrong value
        "45000, 1644, BAD_ROW", // raised by a trigger
        "P0001, 0, BAD_ROW",
        "28P01, 0, FATAL", // password
        "42501, 0, FATAL", // right
        "42P01, 0, FATAL", // table
        "3D000, 0, FATAL", // database
        "HY000, 1, FATAL",
        ", 0, FATAL",
    })
    void of_aState_isWhatCanBeDoneAboutIt(String state, int code, SqlProblem expected) {
        assertThat(SqlProblem.of(new SQLException("x", state, code))).isEqualTo(expected);
    }

    @Test
    void of_whatThePoolWaitedFor_isWhatHappened() {
        SQLException password = new SQLException("password authentication failed", "28P01");

        assertThat(SqlProblem.of(new SQLTransientConnectionException("timed out", password)))
                .isEqualTo(SqlProblem.FATAL);
        assertThat(SqlProblem.of(new SQLTransientConnectionException("timed out")))
                .isEqualTo(SqlProblem.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "invalid input syntax for type integer: \"secret\" | invalid input syntax for type integer",
                "(conn=5) Duplicate entry 'secret' for key 'PRIMARY' | Duplicate entry  for key 'PRIMARY'",
                "(conn=5) Incorrect integer value: 'secret' for column `t`.`n` at row 1 | Incorrect integer value:  for column `t`.`n` at row 1",
                "(conn=7) Data too long for column 'name' at row 1 | Data too long for column 'name' at row 1",
            })
    void reason_aMessageWithValues_isToldWithoutThem(String message, String reason) {
        assertThat(SqlProblem.reason(new SQLException(message))).isEqualTo(reason);
    }

    @Test
    void reason_detailsOfPostgres_areLeftOut() {
        assertThat(SqlProblem.reason(new SQLException(
                        "ERROR: violates check constraint \"c\"\n  Detail: Failing row contains (secret).", "23514")))
                .isEqualTo("ERROR: violates check constraint \"c\" (SQLSTATE 23514)");
    }
}
