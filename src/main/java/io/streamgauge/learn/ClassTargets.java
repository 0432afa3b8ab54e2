package io.streamgauge.learn;

/** Targets that are the index of a class, held as floats. */
final class ClassTargets {
    private ClassTargets() {}

    /** The target as an index from 0 to {@code classes − 1}. */
    static int index(float target, int classes) {
        int index = (int) target;
        if (index != target || index < 0 || index >= classes) {
            throw new IllegalArgumentException(
                    "target is " + target + ", loss expects a whole number from 0 to " + (classes - 1));
        }
        return index;
    }
}
