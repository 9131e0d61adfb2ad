package io.freshet.transforms.dedup;

/** Spreads the bits of a number: the finalizer of Sebastiano Vigna's SplitMix64, which is one to one. */
final class Mix {

    /** What makes a sum of products tell in which order its parts came: the golden ratio, in 64 bits. */
    static final long ODD = 0x9e3779b97f4a7c15L;

    private Mix() {}

    static long of(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
