package io.freshet.connect.table.offset;

import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.Product;
import io.freshet.connect.table.database.SqlProblem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Record;
import org.jooq.SelectSeekStep2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The table of offsets: a row for each partition of a connector. Whoever writes rows of a partition locks its row first, and sees
 * that nobody else has opened the partition since.
 */
public final class StoredOffsets {

    private static final Field<String> CONNECTOR = DSL.field(DSL.name("connector"), String.class);
    private static final Field<String> TOPIC = DSL.field(DSL.name("topic"), String.class);
    private static final Field<Integer> PARTITION = DSL.field(DSL.name("kafka_partition"), Integer.class);
    private static final Field<Long> NEXT = DSL.field(DSL.name("next_offset"), Long.class);
    private static final Field<Long> EPOCH = DSL.field(DSL.name("epoch"), Long.class);

    private final Database database;
    private final TableName name;
    private final Table<Record> table;
    private final String connector;
    private final Clock clock;
    private boolean present;

    public StoredOffsets(Database database, TableName name, String connector, Clock clock) {
        this.database = database;
        this.name = name;
        this.table = DSL.table(Database.name(name));
        this.connector = connector;
        this.clock = clock;
    }

    /**
     * Opens partitions: from now on nobody who has opened them before can write their rows.
     */
    public Map<TopicPartition, Claim> claim(Collection<TopicPartition> partitions) throws SQLException {
        createOnce();
        return database.inTransaction(connection -> {
            DSLContext sql = in(connection);
            List<TopicPartition> missing = new ArrayList<>(partitions);
            missing.removeAll(locked(connection, partitions).keySet());
            missing.forEach(partition -> add(sql, partition));
            Map<TopicPartition, Claim> claims = locked(connection, partitions);
            claims.replaceAll((partition, claim) -> new Claim(epochAfter(claim.epoch()), claim.next()));
            claims.forEach((partition, claim) -> sql.update(table)
                    .set(EPOCH, claim.epoch())
                    .where(is(partition))
                    .execute());
            return claims;
        });
    }

    private void add(DSLContext sql, TopicPartition partition) {
        InsertOnDuplicateStep<Record> insert = sql.insertInto(table, CONNECTOR, TOPIC, PARTITION, NEXT, EPOCH)
                .values(connector, partition.topic(), partition.partition(), Claim.UNKNOWN, 0L);
        if (database.product() == Product.H2) {
            insert.execute();
        } else {
            insert.onConflictDoNothing().execute();
        }
    }

    /** Locks partitions until the end of the transaction, and returns what is stored for them. */
    public Map<TopicPartition, Claim> locked(Connection connection, Collection<TopicPartition> partitions) {
        return locked(connection, DSL.or(partitions.stream().map(this::is).toList()));
    }

    private Map<TopicPartition, Claim> locked(Connection connection, Condition which) {
        // In one order everywhere, so that no two wait for each other.
        SelectSeekStep2<? extends Record, String, Integer> found = in(connection)
                .select(TOPIC, PARTITION, NEXT, EPOCH)
                .from(table)
                .where(which)
                .orderBy(TOPIC, PARTITION);

        Map<TopicPartition, Claim> claims = new HashMap<>();
        List<? extends Record> rows = database.product().hasOneWriter()
                ? found.fetch()
                : found.forUpdate().fetch();
        for (Record row : rows) {
            claims.put(
                    new TopicPartition(row.get(TOPIC), row.get(PARTITION)), new Claim(row.get(EPOCH), row.get(NEXT)));
        }
        return claims;
    }

    /** Stores where to go on, in the transaction that has locked the partitions. */
    public void advance(Connection connection, Map<TopicPartition, Long> next) {
        DSLContext sql = in(connection);
        next.forEach((partition, offset) ->
                sql.update(table).set(NEXT, offset).where(is(partition)).execute());
    }

    /**
     * Stores where an operator wants to go on. Whoever has opened these partitions before can write their rows no more.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if that cannot be done as it was asked for
     */
    public void alter(AskedOffsets asked) throws SQLException {
        createOnce();
        database.inTransaction(connection -> {
            Map<TopicPartition, Claim> stored = locked(connection, CONNECTOR.eq(connector));
            Map<TopicPartition, @Nullable Long> offsets = asked.against(stored);
            offsets.forEach((partition, offset) ->
                    alter(in(connection), partition, stored.get(partition), offset == null ? Claim.UNKNOWN : offset));
            return offsets.size();
        });
    }

    private void alter(DSLContext sql, TopicPartition partition, @Nullable Claim stored, long next) {
        if (stored == null) {
            add(sql, partition);
        }
        sql.update(table)
                .set(NEXT, next)
                .set(EPOCH, epochAfter(stored == null ? 0 : stored.epoch()))
                .where(is(partition))
                .execute();
    }

    /** Later than any before, also than one that the database has lost in a crash. */
    private long epochAfter(long epoch) {
        return Math.max(epoch + 1, clock.millis());
    }

    private DSLContext in(Connection connection) {
        return DSL.using(connection, database.product().dialect());
    }

    private Condition is(TopicPartition partition) {
        return CONNECTOR.eq(connector).and(TOPIC.eq(partition.topic())).and(PARTITION.eq(partition.partition()));
    }

    private void createOnce() throws SQLException {
        if (!present) {
            present = database.inTransaction(connection -> {
                if (!isThere(connection)) {
                    create(connection);
                }
                return true;
            });
        }
    }

    /** Who may not create tables can have it created. */
    private boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + database.quoted(name) + " where 1 = 0")) {
            return none.getMetaData().getColumnCount() > 0;
        } catch (SQLException e) {
            connection.rollback();
            if (SqlProblem.isOfTheShape(e)) {
                return false;
            }
            throw e;
        }
    }

    private void create(Connection connection) throws SQLException {
        String text =
                "varchar(255)" + (database.product().isMySql() ? " character set utf8mb4 collate utf8mb4_bin" : "");
        String sql = "create table if not exists " + database.quoted(name) + " ("
                + database.quoted("connector") + " " + text + " not null, "
                + database.quoted("topic") + " " + text + " not null, "
                + database.quoted("kafka_partition") + " integer not null, "
                + database.quoted("next_offset") + " bigint not null, "
                + database.quoted("epoch") + " bigint not null, primary key ("
                + database.quoted("connector") + ", " + database.quoted("topic") + ", "
                + database.quoted("kafka_partition") + "))";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            connection.rollback();
            if (!isThere(connection)) {
                throw e;
            }
        }
    }
}
