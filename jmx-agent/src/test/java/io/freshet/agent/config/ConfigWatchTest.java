package io.freshet.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.metric.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    private final Path file;
    private final List<String> heard = new ArrayList<>();
    private long now;

    ConfigWatchTest(@TempDir Path folder) {
        this.file = folder.resolve("agent.yaml");
    }

    @Test
    void look_sameFile_isSilent() throws IOException {
        ConfigWatch watch = watch("profile: all");

        lookLater(watch);

        assertThat(heard).isEmpty();
    }

    @Test
    void look_beforeItsTime_doesNotLook() throws IOException {
        ConfigWatch watch = watch("profile: all");
        Files.writeString(file, "profile: essential");

        now += Duration.ofMillis(4_999).toNanos();
        watch.look();

        assertThat(heard).isEmpty();
    }

    @Test
    void look_changedFile_handsItOnOnce() throws IOException {
        ConfigWatch watch = watch("profile: all");
        Files.writeString(file, "profile: essential");

        lookLater(watch);
        lookLater(watch);

        assertThat(heard).containsExactly("ESSENTIAL []");
    }

    @Test
    void look_badFile_isRefusedOnceAndMended() throws IOException {
        ConfigWatch watch = watch("profile: all");
        Files.writeString(file, "profile: some\nprot: 1");
        lookLater(watch);
        lookLater(watch);
        Files.writeString(file, "profile: standard");
        lookLater(watch);

        assertThat(heard)
                .containsExactly(
                        "profile: must be one of essential, standard, all. Found: some (" + file
                                + ", line 1); and 1 more",
                        "STANDARD []");
    }

    @Test
    void look_fileGone_isRefusedUntilItIsBack() throws IOException {
        ConfigWatch watch = watch("profile: all");
        Files.delete(file);
        lookLater(watch);
        Files.writeString(file, "profile: all");
        lookLater(watch);

        assertThat(heard)
                .containsExactly(
                        "config: must be a file that can be read. Found: " + file + ", which does not exist (options)",
                        "ALL []");
    }

    @Test
    void look_portChanged_saysThatItWaits() throws IOException {
        ConfigWatch watch = watch("port: 1");
        Files.writeString(file, "profile: essential\nport: 2");

        lookLater(watch);

        assertThat(heard)
                .containsExactly("ESSENTIAL [port: a change takes effect when the process is started anew (" + file
                        + ", line 2)]");
    }

    @Test
    void look_changedInterval_isTakenUp() throws IOException {
        ConfigWatch watch = watch("");
        Files.writeString(file, "config.check: 1h");
        lookLater(watch);
        Files.writeString(file, "profile: all");
        lookLater(watch);

        assertThat(heard).containsExactly("STANDARD []");
    }

    private ConfigWatch watch(String content) throws IOException {
        Files.writeString(file, content);
        String options = "config=" + file;
        return new ConfigWatch(AgentConfig.read(options, Map.of()), options, Map.of(), new Notes(), () -> now);
    }

    private void lookLater(ConfigWatch watch) {
        now += Duration.ofSeconds(5).toNanos();
        watch.look();
    }

    private final class Notes implements ConfigWatch.Listener {
        @Override
        public void changed(AgentConfig next, List<String> waiting) {
            Profile profile = next.select().profile();
            heard.add(profile + " " + waiting);
        }

        @Override
        public void refused(InvalidConfigException problems) {
            heard.add(problems.inOneLine());
        }
    }
}
