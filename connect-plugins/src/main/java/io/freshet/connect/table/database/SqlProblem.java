package io.freshet.connect.table.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an SQL error means, by its SQLSTATE (ISO 9075, and the classes that PostgreSQL and MySQL add to it), where there is none
 * by the database's own number.
 */
public enum SqlProblem {
    /** The database does not answer, is too busy, or chose this transaction to give way: the same again may work. */
    TRANSIENT,
    /** The database refuses a row; it would take others. */
    BAD_ROW,
    /** Whatever is tried fails until somebody mends something. */
    FATAL;

    /** Connection, rollback, no resources, the operator ended it, the system failed, a replica that is read-only. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "58");

    private static final Set<String> TRANSIENT_STATES = Set.of(
            "57P01",
            "57P02",
            "57P03",
            "57P05",
            "57014",
            "55P03",
            "55006",
            "25006",
            "HYT00",
            "HYT01",
            "70100",
            // H2: closed, connection broken.
            "90067",
            "90098",
            "90121");

    /** Data, constraints, a row named twice, limits, what triggers raise. */
    private static final Set<String> BAD_ROW_CLASSES = Set.of("21", "22", "23", "44", "45", "54");

    private static final Set<String> BAD_ROW_STATES = Set.of("P0001", "42804", "42846");

    /** MySQL: lock wait timeout, deadlock, read-only, too many connections, shutdown, gone away, lost. */
    private static final Set<Integer> MYSQL_TRANSIENT = Set.of(1205, 1213, 1290, 1040, 1053, 1836, 2006, 2013);

    /** MySQL: wrong value, out of range, too long, no default, check, truncated. */
    private static final Set<Integer> MYSQL_BAD_ROW = Set.of(1265, 1364, 1366, 1406, 1411, 3819, 4025, 1292, 1264);

    /** SQLite: busy, locked; too big, constraint, mismatch. */
    private static final Set<Integer> SQLITE_TRANSIENT = Set.of(5, 6);

    private static final Set<Integer> SQLITE_BAD_ROW = Set.of(18, 19, 20);

    /** Where messages of the databases have values in them. */
    private static final Pattern VALUES = Pattern.compile(
            "(?s)\\n.*|: \"[^\"]*\"|(?<=[Vv]alue:? |entry )'.*'(?= for)|'(?:[^']|'')*' for |\\(conn=\\d+\\) ");

    public static SqlProblem of(SQLException problem) {
        SQLException e = withoutPool(problem);
        String state = e.getSQLState();
        if (e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException) {
            return TRANSIENT;
        }
        SqlProblem byNumber = byNumber(e, state);
        if (byNumber != null) {
            return byNumber;
        }
        if (state == null || state.length() < 2) {
            return FATAL;
        }
        String stateClass = state.substring(0, 2);
        if (TRANSIENT_CLASSES.contains(stateClass) || TRANSIENT_STATES.contains(state)) {
            return TRANSIENT;
        }
        return BAD_ROW_CLASSES.contains(stateClass) || BAD_ROW_STATES.contains(state) ? BAD_ROW : FATAL;
    }

    /** The pool says that it has waited long enough, whatever it was that it waited for. */
    private static SQLException withoutPool(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getCause() instanceof SQLException cause ? cause : e;
    }

    private static @Nullable SqlProblem byNumber(SQLException e, @Nullable String state) {
        String driver = e.getClass().getName();
        if (driver.startsWith("org.sqlite.")) {
            int code = e.getErrorCode() & 0xff;
            return SQLITE_TRANSIENT.contains(code) ? TRANSIENT : SQLITE_BAD_ROW.contains(code) ? BAD_ROW : FATAL;
        }
        if (MYSQL_TRANSIENT.contains(e.getErrorCode())) {
            return TRANSIENT;
        }
        boolean general = state == null || state.equals("HY000") || state.startsWith("01");
        return general && MYSQL_BAD_ROW.contains(e.getErrorCode()) ? BAD_ROW : null;
    }

    /** Returns if a table or column is not there, or not as it was. */
    public static boolean isOfTheShape(SQLException e) {
        String state = e.getSQLState();
        if (e.getClass().getName().startsWith("org.sqlite.")) {
            String message = String.valueOf(e.getMessage());
            return message.contains("no such table")
                    || message.contains("no such column")
                    || message.contains("has no column");
        }
        return state != null && (state.startsWith("42") || state.equals("0A000"));
    }

    /** Returns what the database says, without the values that it says it with. */
    public static String reason(SQLException problem) {
        SQLException e = withoutPool(problem);
        String message = VALUES.matcher(String.valueOf(e.getMessage())).replaceAll("");
        return message.strip() + (e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")");
    }
}
