package io.streamgauge.example;

import java.util.List;

/** A program of the classic course: what it is called, what it shows, and the run itself. */
public sealed interface CourseProgram
        permits SequenceRegression, OrderSentiment, NameClassification, TextGeneration, VanishingGradients, Clipping {

    /** Every program, in the order of the course. */
    static List<CourseProgram> all() {
        return List.of(
                new SequenceRegression(),
                new OrderSentiment(),
                new NameClassification(),
                new TextGeneration(),
                new VanishingGradients(),
                new Clipping());
    }

    String name();

    /** What it shows, in one line. */
    String summary();

    /** Epochs where the user asks for no other number. */
    int epochs();

    /** Trains and measures; the same settings give the same outcome. */
    Outcome run(ProgramSettings settings, Console console);
}
