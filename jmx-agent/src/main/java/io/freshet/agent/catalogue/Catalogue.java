package io.freshet.agent.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that the agent can explain.
 *
 * <p>They are written as one YAML file per role. The build makes one plain file of these, which the agent reads: to load a
 * YAML parser would cost more of the host's start than all that is in them. See docs/decisions/a-catalogue-read-twice.md.
 */
public final class Catalogue {
    /** The roles, each with a file of its name. */
    public static final List<String> ROLES = List.of(
            "broker",
            "tiered-storage",
            "controller",
            "quotas",
            "clients",
            "producer",
            "consumer",
            "connect",
            "streams",
            "stores",
            "freshet",
            "os",
            "logs",
            "lag");

    static final String COMPILED = "catalogue.txt";

    private final Map<String, WrittenEntry> entries = new LinkedHashMap<>();

    private Catalogue() {}

    /** Reads what the agent brings. */
    public static Catalogue read() throws IOException {
        try (InputStream content = Catalogue.class.getResourceAsStream(COMPILED)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks catalogue/" + COMPILED);
            }
            return read(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Each entry begins with the line of its key and ends with an empty one. It is read when it is asked for. */
    static Catalogue read(String text) {
        Catalogue catalogue = new Catalogue();
        int start = 0;
        for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", start)) {
            int endOfKey = text.indexOf('\n', start);
            String key = text.substring(start, endOfKey);
            WrittenEntry entry = new WrittenEntry(text.substring(endOfKey + 1, end + 1));
            if (catalogue.entries.put(key, entry) != null) {
                throw new IllegalArgumentException(key + " has two entries");
            }
            start = end + 2;
        }
        return catalogue;
    }

    /** The entries, role by role. */
    public Collection<CatalogueEntry> entries() {
        return entries.values().stream().map(WrittenEntry::read).collect(Collectors.toUnmodifiableList());
    }

    /** The entries by the names of the families that they explain, as samples have them. */
    public Map<String, CatalogueEntry> byFamily() {
        Map<String, CatalogueEntry> families = new HashMap<>();
        for (CatalogueEntry entry : entries()) {
            families.put(Names.of(entry).sample(), entry);
            if (entry.alsoInSeconds()) {
                families.put(Names.inSeconds(Names.of(entry)).sample(), entry);
            }
        }
        return families;
    }

    @Nullable
    CatalogueEntry find(String mbean, String attribute) {
        WrittenEntry entry = entries.get(CatalogueEntry.key(mbean, attribute));
        return entry == null ? null : entry.read();
    }
}
