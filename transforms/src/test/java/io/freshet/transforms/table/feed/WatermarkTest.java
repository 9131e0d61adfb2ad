package io.freshet.transforms.table.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final Watermark watermark = new Watermark();

    @BeforeEach
    void load() {
        watermark.loaded();
    }

    @Test
    void reached_changesInAllPartitions_isTheLeastOfTheirTimes() {
        watermark.reached(Map.of(0, 5L, 1, 7L), partition -> partition == 0 ? 100 : 200);

        assertThat(watermark.time()).isEqualTo(100);
    }

    @Test
    void reached_partitionWithoutChanges_knowsNoTime() {
        watermark.reached(Map.of(0, 5L, 1, 0L), partition -> partition == 0 ? 100 : Watermark.NONE);

        assertThat(watermark.time()).isEqualTo(Watermark.NONE);
    }

    @Test
    void heartbeat_endsThatAreNotReached_countsOnceTheyAre() {
        watermark.reached(Map.of(0, 5L, 1, 0L), partition -> Watermark.NONE);

        watermark.heartbeat(1_000, Map.of(0, 6L, 1, 0L));
        assertThat(watermark.time()).isEqualTo(Watermark.NONE);

        watermark.reached(Map.of(0, 6L, 1, 0L), partition -> Watermark.NONE);
        assertThat(watermark.time()).isEqualTo(1_000);

        watermark.heartbeat(2_000, Map.of(0, 6L, 1, 0L));
        assertThat(watermark.time()).isEqualTo(2_000);
    }

    @Test
    void heartbeat_partitionThatTheFeedDoesNotKnowYet_doesNotCount() {
        watermark.reached(Map.of(0, 5L), partition -> 10);

        watermark.heartbeat(1_000, Map.of(0, 5L, 1, 1L));

        assertThat(watermark.time()).isEqualTo(10);
    }

    @Test
    void startsOver_untilLoaded_keepsWhatIsKnownOfWhatIsServed() {
        watermark.reached(Map.of(0, 5L), partition -> 100);

        watermark.startsOver();
        watermark.reached(Map.of(0, 2L), partition -> 50);
        assertThat(watermark.time()).isEqualTo(100);

        watermark.loaded();
        assertThat(watermark.time()).isEqualTo(50);
    }

    @Test
    void await_timeThatBecomesKnown_isTrue() throws Exception {
        CompletableFuture<Boolean> waiting = waiting(100, LONG);

        watermark.reached(Map.of(0, 5L), partition -> 100);
        assertThat(waiting).isNotDone();
        watermark.reached(Map.of(0, 6L), partition -> 101);

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_timeThatDoesNotBecomeKnown_isFalseInTime() throws Exception {
        assertThat(watermark.await(100, Duration.ofMillis(20).toNanos())).isFalse();
    }

    @Test
    void await_end_isFalseAtOnce() throws Exception {
        CompletableFuture<Boolean> waiting = waiting(100, LONG);

        watermark.end();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
    }

    private CompletableFuture<Boolean> waiting(long time, long nanos) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return watermark.await(time, nanos);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
