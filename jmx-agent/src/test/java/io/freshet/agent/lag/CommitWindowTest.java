package io.freshet.agent.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitWindowTest {
    private static final long INTERVAL = 10_000;
    private static final int LOOKS = 5;

    /**
     * Each look is {@code committed/end}, with {@code !} where nobody is in the group; what is expected after each stands
     * below it.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("sequences")
    void verdict_recordedSequence_isAsTheReferenceSays(Sequence sequence) {
        CommitWindow window = new CommitWindow(LOOKS);
        List<Verdict> verdicts = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        List<Verdict> reference = new ArrayList<>();
        for (String text : sequence.looks.split(" ", -1)) {
            Look look = Look.parse(text, looks.size());
            looks.add(look);
            window.add(look.time, look.commit(), look.lag());
            verdicts.add(window.verdict(look.left, sequence.kind));
            reference.add(Reference.verdict(looks, sequence.kind));
        }

        List<Verdict> expected = Stream.of(sequence.verdicts.split(" ", -1))
                .map(Verdict::valueOf)
                .toList();
        assertThat(verdicts).isEqualTo(expected);
        assertThat(reference).isEqualTo(expected);
    }

    static Stream<Sequence> sequences() {
        return Stream.of(
                new Sequence(
                        "keeps up",
                        GroupKind.CLASSIC,
                        "10/10 20/20 30/31 40/42 50/50 60/60 70/75",
                        "OK OK OK OK OK OK OK"),
                new Sequence(
                        "lag grows, then it recovers",
                        GroupKind.CONSUMER,
                        "10/20 15/30 20/40 25/50 30/60 35/70 60/75 75/80",
                        "OK OK OK OK WARN WARN OK OK"),
                new Sequence(
                        "steady lag is no growth",
                        GroupKind.CLASSIC,
                        "10/20 20/30 30/40 40/50 50/60 60/70",
                        "OK OK OK OK OK OK"),
                new Sequence(
                        "frozen with members, then it moves again",
                        GroupKind.CLASSIC,
                        "10/20 10/30 10/40 10/50 10/60 10/60 20/60 40/60 60/60",
                        "OK OK OK OK STALL STALL OK OK OK"),
                new Sequence(
                        "frozen while there was nothing to read",
                        GroupKind.CLASSIC,
                        "10/10 10/10 10/10 10/10 10/10 10/12 10/12 10/12 10/12 10/12 12/12",
                        "OK OK OK OK OK WARN WARN WARN WARN STALL OK"),
                new Sequence(
                        "the last member goes, and one comes back",
                        GroupKind.CLASSIC,
                        "10/10 20/21 20/30! 20/40! 20/50! 25/50 50/50",
                        "OK OK STOP STOP STOP OK OK"),
                new Sequence("left behind before the first look", GroupKind.CONSUMER, "10/90! 10/90!", "STOP STOP"),
                new Sequence("left without lag", GroupKind.CONSUMER, "90/90! 90/90!", "OK OK"),
                new Sequence(
                        "without members by its kind, stopped after the window",
                        GroupKind.SIMPLE,
                        "10/20! 20/30! 20/40! 20/50! 20/60! 20/70! 60/70!",
                        "OK OK OK OK WARN STOP OK"),
                new Sequence(
                        "reset, read again, recovered",
                        GroupKind.CLASSIC,
                        "80/90 85/95 10/95 40/95 70/95 90/95 95/95",
                        "OK OK REWIND REWIND REWIND OK OK"),
                new Sequence(
                        "reset and left, which is a stop once the window has passed",
                        GroupKind.CLASSIC,
                        "80/90 10/90! 10/90! 10/90! 10/90! 10/90!",
                        "OK REWIND REWIND REWIND REWIND STOP"),
                new Sequence(
                        "commits at times, none for a window",
                        GroupKind.CLASSIC,
                        "10/20@0 10/30@0 10/40@0 10/50@0 10/60@0 10/70@0 20/70@6 30/70@7 70/70@8",
                        "OK OK OK OK STALL STOP OK OK OK"),
                new Sequence(
                        "commits go on at one offset",
                        GroupKind.CLASSIC,
                        "10/20@0 10/30@1 10/40@2 10/50@3 10/60@4 10/70@5 20/70@6",
                        "OK OK OK OK STALL STALL OK"));
    }

    @Test
    void trend_steadyGrowth_isItsSlope() {
        CommitWindow window = new CommitWindow(LOOKS);
        for (int i = 0; i < 8; i++) {
            window.add(i * INTERVAL, Commit.at(i * 100L), i * 50L);
        }

        assertThat(window.trend()).isEqualTo(5);
        assertThat(window.speed()).isEqualTo(10);
    }

    @Test
    void trend_oneLook_isUnknown() {
        CommitWindow window = new CommitWindow(LOOKS);
        window.add(0, Commit.at(1), 5);

        assertThat(window.trend()).isNaN();
        assertThat(window.commitAge()).isNaN();
    }

    @Test
    void commitAge_withoutTimes_isSinceTheOffsetWasSeenToMove() {
        CommitWindow window = new CommitWindow(LOOKS);
        window.add(0, Commit.at(1), 5);
        window.add(INTERVAL, Commit.at(2), 5);
        window.add(3 * INTERVAL, Commit.at(2), 5);

        assertThat(window.commitAge()).isEqualTo(20);
    }

    @Test
    void commitAge_withTimes_isSinceTheCommit() {
        CommitWindow window = new CommitWindow(LOOKS);
        window.add(INTERVAL, Commit.at(1).madeAt(3_000), 5);

        assertThat(window.commitAge()).isEqualTo(7);
    }

    record Sequence(String name, GroupKind kind, String looks, String verdicts) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Look(long time, long committed, long end, boolean left, long commitTime) {
        static Look parse(String text, int number) {
            boolean left = text.endsWith("!");
            String[] parts = text.replace("!", "").split("@", -1);
            String[] offsets = parts[0].split("/", -1);
            return new Look(
                    number * INTERVAL,
                    Long.parseLong(offsets[0]),
                    Long.parseLong(offsets[1]),
                    left,
                    parts.length > 1 ? Long.parseLong(parts[1]) * INTERVAL : -1);
        }

        Commit commit() {
            return commitTime < 0 ? Commit.at(committed) : Commit.at(committed).madeAt(commitTime);
        }

        long lag() {
            return end - committed;
        }
    }

    /** The same rules, written down as sentences about the whole list. */
    private static final class Reference {
        static Verdict verdict(List<Look> all, GroupKind kind) {
            List<Look> looks = all.subList(Math.max(0, all.size() - LOOKS), all.size());
            Look now = looks.get(looks.size() - 1);
            boolean full = looks.size() == LOOKS;
            boolean alwaysBehind = looks.stream().allMatch(look -> look.lag() > 0);
            boolean frozen = looks.stream().allMatch(look -> look.committed() == now.committed());
            if (now.lag() == 0) {
                return Verdict.OK;
            }
            if (looks.stream().anyMatch(look -> look.committed() > now.committed())) {
                return Verdict.REWIND;
            }
            if (now.commitTime() >= 0) {
                if (full && now.commitTime() < looks.get(0).time()) {
                    return Verdict.STOP;
                }
            } else if (kind == GroupKind.SIMPLE) {
                if (full && frozen && alwaysBehind) {
                    return Verdict.STOP;
                }
            } else if (now.left() && (all.size() == 1 || all.get(all.size() - 2).committed() == now.committed())) {
                return Verdict.STOP;
            }
            if (full && frozen && alwaysBehind) {
                return Verdict.STALL;
            }
            boolean neverLess = true;
            for (int i = 1; i < looks.size(); i++) {
                neverLess &= looks.get(i).lag() >= looks.get(i - 1).lag();
            }
            boolean grown = now.lag() > looks.get(0).lag();
            return full && neverLess && grown ? Verdict.WARN : Verdict.OK;
        }
    }
}
