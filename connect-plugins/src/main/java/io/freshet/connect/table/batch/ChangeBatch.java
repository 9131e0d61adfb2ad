package io.freshet.connect.table.batch;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.RowKey;
import io.freshet.connect.table.change.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes of a batch of records: of several of one key the newest, with the others behind it. */
public final class ChangeBatch {

    private final boolean byTime;
    private final Map<TableName, Map<RowKey, Change>> newest = new LinkedHashMap<>();
    private final Map<TableName, List<Change>> additions = new LinkedHashMap<>();
    private int coalesced;

    /** @param byTime whether the version says which change is newer; else it is the one that comes later */
    public ChangeBatch(boolean byTime) {
        this.byTime = byTime;
    }

    public void add(Change change) {
        TableName table = change.layout().table();
        if (change.layout().keys() == 0) {
            additions.computeIfAbsent(table, name -> new ArrayList<>()).add(change);
            return;
        }
        newest.computeIfAbsent(table, name -> new LinkedHashMap<>()).merge(change.key(), change, this::newer);
    }

    private Change newer(Change before, Change now) {
        coalesced++;
        if (byTime && before.version().compareTo(now.version()) > 0) {
            before.keep(now);
            return before;
        }
        now.keep(before);
        return now;
    }

    /**
     * Returns what is to be written, by table. Where versions count, other tasks may write the same keys, and databases lock rows as
     * they come: so they come in an order that is the same everywhere, and no two tasks wait for each other.
     */
    public List<List<Change>> byTable() {
        List<List<Change>> changes = new ArrayList<>(additions.values());
        if (byTime) {
            newest.entrySet().stream()
                    .sorted(Comparator.comparing(table -> table.getKey().toString()))
                    .forEach(table -> changes.add(inOrder(table.getValue())));
        } else {
            newest.values().forEach(table -> changes.add(new ArrayList<>(table.values())));
        }
        return changes;
    }

    private static List<Change> inOrder(Map<RowKey, Change> changes) {
        return changes.entrySet().stream()
                .sorted(Comparator.comparingInt(change -> change.getKey().hashCode()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns how many changes need not be written, since a newer one of their key is there. */
    public int coalesced() {
        return coalesced;
    }
}
