package io.freshet.agent.dialect;

import io.freshet.agent.config.Naming;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules of a dialect that the agent brings: a list in a YAML file. */
final class DialectFile {
    private DialectFile() {}

    static List<DialectRule> read(Naming naming) throws IOException {
        String file = naming.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
        try (InputStream content = DialectFile.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks dialect/" + file);
            }
            Object rules = new Load(LoadSettings.builder().setLabel(file).build()).loadFromInputStream(content);
            List<DialectRule> all = new ArrayList<>();
            for (Object fields : (List<?>) rules) {
                all.add(new DialectRule(new RuleFields(fields)));
            }
            return List.copyOf(all);
        }
    }
}
