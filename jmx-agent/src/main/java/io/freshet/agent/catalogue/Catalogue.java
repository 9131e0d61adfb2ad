package io.freshet.agent.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The metrics that the agent can explain: one YAML file per role. */
public final class Catalogue {
    /** The roles, each with a file of its name. */
    public static final List<String> ROLES = List.of("broker", "producer", "consumer", "connect", "freshet");

    private final Map<String, CatalogueEntry> entries;

    private Catalogue(Map<String, CatalogueEntry> entries) {
        this.entries = entries;
    }

    /** Reads the files that the agent brings. */
    public static Catalogue read() throws IOException {
        Map<String, CatalogueEntry> entries = new LinkedHashMap<>();
        Load yaml = new Load(LoadSettings.builder().build());
        for (String role : ROLES) {
            read(yaml, role, entries);
        }
        return new Catalogue(entries);
    }

    /** The entries, role by role. */
    public Collection<CatalogueEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    @Nullable
    CatalogueEntry find(String mbean, String attribute) {
        return entries.get(CatalogueEntry.key(mbean, attribute));
    }

    private static void read(Load yaml, String role, Map<String, CatalogueEntry> entries) throws IOException {
        String file = role + ".yaml";
        try (InputStream content = Catalogue.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks catalogue/" + file);
            }
            for (Object fields : (List<?>) yaml.loadFromInputStream(content)) {
                CatalogueEntry entry = new CatalogueEntry(new EntryFields(file, fields), role);
                if (entries.put(entry.key(), entry) != null) {
                    throw new IllegalStateException(file + ": " + entry.key() + " has two entries");
                }
            }
        }
    }
}
