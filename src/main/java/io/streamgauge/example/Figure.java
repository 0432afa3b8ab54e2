package io.streamgauge.example;

/**
 * One number that a program came to.
 *
 * @param name in small letters, parts joined by dots
 * @param unit what it counts
 */
public record Figure(String name, double value, String unit) {}
