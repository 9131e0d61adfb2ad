package io.freshet.agent.select;

import io.freshet.agent.metric.Absent;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Whether this broker leads a partition now, and whether all is well with it, as the partition's own gauges tell. */
final class LedPartition {
    /** Zero on a follower. */
    private volatile @Nullable DoubleSupplier replicas;

    private volatile @Nullable DoubleSupplier underReplicated;
    private volatile @Nullable DoubleSupplier underMinIsr;

    void learn(String name, DoubleSupplier reading) {
        switch (name) {
            case "ReplicasCount":
                replicas = reading;
                break;
            case "UnderReplicated":
                underReplicated = reading;
                break;
            case "UnderMinIsr":
                underMinIsr = reading;
                break;
            default:
                break;
        }
    }

    /** A log without a partition, such as that of the cluster's metadata, has no leader to be told from. */
    boolean isLed() {
        DoubleSupplier known = replicas;
        return known == null || known.getAsDouble() > 0;
    }

    /** Whether the broker has dropped its gauges: they are held weakly. */
    boolean isGone() {
        DoubleSupplier known = replicas;
        return known != null && Absent.is(known.getAsDouble());
    }

    boolean isAbnormal() {
        return isPositive(underReplicated) || isPositive(underMinIsr);
    }

    private static boolean isPositive(@Nullable DoubleSupplier reading) {
        return reading != null && reading.getAsDouble() > 0;
    }
}
