package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What stays of a log line, and which lines are alike. */
class LogTemplatesTest {

    @Test
    void shouldLeaveOutWhatHasDigits() {
        assertThat(LogTemplates.mask("Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106 size=67"))
                .isEqualTo("Receiving block <*> src: <*> size=<*>");
        assertThat(LogTemplates.mask("  PacketResponder\tterminating ")).isEqualTo("PacketResponder terminating");
    }

    @Test
    void shouldEndALongLineInOneWildcard() {
        String line = "word ".repeat(100);
        assertThat(LogTemplates.tokens(LogTemplates.mask(line))).hasSize(33).endsWith(LogTemplates.WILDCARD);
    }

    @Test
    void shouldMergeByLeavingOutWhatDiffers() {
        assertThat(LogTemplates.merge("user anna logged in", "user ben logged in"))
                .isEqualTo("user <*> logged in");
    }

    @Test
    void shouldFindTheMostSimilarTemplateOfTheSameLengthAndBeginning() {
        TemplateTree tree = new TemplateTree();
        tree.add("user anna logged in");
        tree.add("user anna logged out");
        tree.add("session of anna closed");
        assertThat(tree.find("user ben logged out")).isEqualTo("user anna logged out");
        assertThat(tree.find("user ben was created")).isNull();
        assertThat(tree.find("user ben logged in again")).isNull();
        assertThat(tree.find("job anna logged in")).isNull();
        tree.remove("user anna logged out");
        assertThat(tree.find("user ben logged out")).isEqualTo("user anna logged in");
    }

    @Test
    void shouldMergeIntoNothingTooLong() {
        String start = "x".repeat(LogTemplates.LONGEST - 2);
        assertThat(LogTemplates.merge(start + " a", start + " b")).isEqualTo(start + " a");
    }

    @Test
    void shouldKeepNothingOfTemplatesThatAreGone() {
        TemplateTree tree = new TemplateTree();
        for (int n = 0; n < 1_000; n++) {
            tree.add("id" + n + " came");
            tree.remove("id" + n + " came");
        }
        assertThat(tree.leaves()).isZero();
    }
}
