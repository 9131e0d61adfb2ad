package io.freshet.agent.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that the agent can explain.
 *
 * <p>They are written as one YAML file per role. The build makes one plain file of these, which the agent reads: to load a
 * YAML parser would cost more of the host's start than all that is in them. See docs/decisions/a-catalogue-read-twice.md.
 */
public final class Catalogue {
    /** The roles, each with a file of its name. */
    public static final List<String> ROLES =
            List.of("broker", "producer", "consumer", "connect", "freshet", "os", "logs");

    static final String COMPILED = "catalogue.txt";

    private final Map<String, CatalogueEntry> entries = new LinkedHashMap<>();

    private Catalogue() {}

    /** Reads what the agent brings. */
    public static Catalogue read() throws IOException {
        try (InputStream content = Catalogue.class.getResourceAsStream(COMPILED)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks catalogue/" + COMPILED);
            }
            return read(content);
        }
    }

    /** Each line is a field and its value; an empty one ends an entry. */
    static Catalogue read(InputStream content) throws IOException {
        Catalogue catalogue = new Catalogue();
        BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                fields.put(line.substring(0, space), line.substring(space + 1));
            } else {
                catalogue.add(new CatalogueEntry(new EntryFields(fields)));
                fields = new LinkedHashMap<>();
            }
        }
        return catalogue;
    }

    private void add(CatalogueEntry entry) {
        if (entries.put(entry.key(), entry) != null) {
            throw new IllegalArgumentException(entry.key() + " has two entries");
        }
    }

    /** The entries, role by role. */
    public Collection<CatalogueEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** The entries by the names of the families that they explain, as samples have them. */
    public Map<String, CatalogueEntry> byFamily() {
        Map<String, CatalogueEntry> families = new HashMap<>();
        for (CatalogueEntry entry : entries.values()) {
            families.put(Names.of(entry).sample(), entry);
            if (entry.alsoInSeconds()) {
                families.put(Names.inSeconds(Names.of(entry)).sample(), entry);
            }
        }
        return families;
    }

    @Nullable
    CatalogueEntry find(String mbean, String attribute) {
        return entries.get(CatalogueEntry.key(mbean, attribute));
    }
}
