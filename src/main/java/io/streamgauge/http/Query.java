package io.streamgauge.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The query parameters, checked against their limits. */
final class Query {
    static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_TEXT = 1024;

    private Query() {}

    static String search(Context ctx) {
        String search = text(ctx, "search");
        return search == null ? "" : search;
    }

    static @Nullable String key(Context ctx) {
        return text(ctx, "key");
    }

    static int limit(Context ctx) {
        String given = ctx.queryParam("limit");
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException ignored) {
            // Falls through to the same answer as a number out of range.
        }
        throw new BadRequestResponse("limit is not a whole number from 1 to " + MAX_LIMIT);
    }

    /** The event time that is asked for, in epoch milliseconds. */
    static long time(Context ctx) {
        String given = text(ctx, "time");
        try {
            return Long.parseLong(String.valueOf(given));
        } catch (NumberFormatException e) {
            throw new BadRequestResponse("time is not an event time in epoch milliseconds");
        }
    }

    private static @Nullable String text(Context ctx, String name) {
        String given = ctx.queryParam(name);
        if (given != null && given.length() > MAX_TEXT) {
            throw new BadRequestResponse(
                    "%s has %d characters, at most %d are allowed".formatted(name, given.length(), MAX_TEXT));
        }
        return given;
    }
}
