package io.streamgauge.nn.kernel;

/** The choice of the kernel for this process: vectors where the virtual machine offers them, else plain Java. */
public final class Kernels {
    /** The system property that forces a choice: {@code auto}, {@code simd} or {@code plain}. */
    public static final String PROPERTY = "streamgauge.kernel";

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final Kernel BEST = choose(System.getProperty(PROPERTY, "auto"));

    private Kernels() {}

    /** The kernel of this process. All kernels give the same bits, so the choice shows in the time alone. */
    public static Kernel best() {
        return BEST;
    }

    /** Whether the virtual machine was started with {@code --add-modules jdk.incubator.vector}. */
    public static boolean areVectorsAvailable() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    static Kernel choose(String choice) {
        return switch (choice) {
            case "auto" -> areVectorsAvailable() ? simd() : new PlainKernel();
            case "plain" -> new PlainKernel();
            case "simd" -> {
                if (!areVectorsAvailable()) {
                    throw new IllegalStateException(
                            PROPERTY + " is simd, which needs the option --add-modules " + VECTOR_MODULE);
                }
                yield simd();
            }
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + " is '" + choice + "', expected one of auto, simd, plain");
        };
    }

    /** Apart, so that its class is loaded only where the module is there. */
    private static Kernel simd() {
        // Vectors wider than rows are padded to would run over their end.
        return SimdProduct.WIDTH <= Kernel.PADDING ? new SimdKernel() : new PlainKernel();
    }
}
