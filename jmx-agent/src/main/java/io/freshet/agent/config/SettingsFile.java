package io.freshet.agent.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file of settings. {@code tls.key: a} and {@code tls: {key: a}} are the same.
 *
 * <p>Read as nodes, not as objects: they know their lines, and keep the text of a value as it was written.
 */
final class SettingsFile {
    static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 8;
    private static final int MOST_VALUES = 10_000;

    private final Path path;
    private final Problems problems;
    private final List<Given> found = new ArrayList<>();

    private SettingsFile(Path path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    static List<Given> read(Path path, String text, Problems problems) {
        SettingsFile file = new SettingsFile(path, problems);
        file.parse(text);
        return file.found;
    }

    /** The text of a file; null when it cannot be had, and a problem. */
    static @Nullable String text(Path path, Problems problems) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                problems.add("config: must be a file of at most " + MOST_BYTES + " bytes. Found: " + Files.size(path)
                        + " (" + path + ")");
                return null;
            }
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
        } catch (CharacterCodingException e) {
            problems.add("config: must be a file in UTF-8. Found: other bytes (" + path + ")");
        } catch (IOException e) {
            problems.add(
                    "config: must be a file that can be read. Found: " + Given.shown(e.toString()) + " (" + path + ")");
        }
        return null;
    }

    private void parse(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel("settings").build();
        try {
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(text).iterator();
            if (documents.hasNext()) {
                root(documents.next());
            }
            if (documents.hasNext()) {
                problems.add("config: must be one document. Found: another (" + place(documents.next()) + ")");
            }
        } catch (MarkedYamlEngineException e) {
            // Not its message, which quotes the file, passwords and all.
            problems.add("config: must be YAML. Found: " + Given.shown(String.valueOf(e.getProblem())) + " ("
                    + place(e.getProblemMark()) + ")");
        } catch (YamlEngineException e) {
            problems.add("config: must be YAML. Found: something else (" + path + ")");
        }
    }

    private void root(Node root) {
        if (root instanceof MappingNode) {
            map("", (MappingNode) root, 1);
        } else if (!Tag.NULL.equals(root.getTag())) {
            problems.add("config: must be keys with values. Found: none (" + place(root) + ")");
        }
    }

    private void map(String prefix, MappingNode map, int depth) {
        for (NodeTuple entry : map.getValue()) {
            Node key = entry.getKeyNode();
            if (key instanceof ScalarNode) {
                value(prefix + ((ScalarNode) key).getValue(), entry.getValueNode(), place(key), depth);
            } else {
                problems.add("config: must have texts as keys. Found: another key (" + place(key) + ")");
            }
        }
    }

    private void value(String key, Node value, String place, int depth) {
        if (depth > DEEPEST || found.size() > MOST_VALUES) {
            problems.add(key + ": must be nested less deeply (" + place + ")");
        } else if (value instanceof MappingNode) {
            map(key + ".", (MappingNode) value, depth + 1);
        } else if (value instanceof SequenceNode) {
            list(key, (SequenceNode) value, place);
        } else {
            found.add(Given.text(key, text(value), place));
        }
    }

    private void list(String key, SequenceNode list, String place) {
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (!(item instanceof ScalarNode)) {
                problems.add(key, "a list of texts", "something else among them", place);
                return;
            }
            items.add(text(item));
        }
        found.add(Given.list(key, items, place));
    }

    private static String text(Node scalar) {
        return Tag.NULL.equals(scalar.getTag()) ? "" : ((ScalarNode) scalar).getValue();
    }

    private String place(Node node) {
        return place(node.getStartMark());
    }

    private String place(Optional<Mark> mark) {
        return mark.map(known -> path + ", line " + (known.getLine() + 1)).orElse(path.toString());
    }
}
