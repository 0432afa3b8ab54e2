/**
 * The course programs: small networks trained on data made in code, each with a result that is known beforehand, and
 * gradients that vanish and explode.
 *
 * <p>Knows of {@code nn} and {@code learn} and of no other room; the command line gives a place to print and the
 * library that draws. A program is a function of its settings: no clock, no file, no randomness but the seed.
 */
@NullMarked
package io.streamgauge.example;

import org.jspecify.annotations.NullMarked;
