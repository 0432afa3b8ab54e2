package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeerNameTest {

    @Test
    void shouldReadAListInAnyOrder() {
        assertThat(PeerName.parse("djl, ort")).containsExactly(PeerName.ORT, PeerName.DJL);
    }

    @Test
    void shouldReadNone() {
        assertThat(PeerName.parse("none")).isEmpty();
    }

    @Test
    void shouldReadWhatItWrites() {
        assertThat(PeerName.parse(PeerName.format(PeerName.parse("ejml,dl4j"))))
                .containsExactly(PeerName.EJML, PeerName.DL4J);
        assertThat(PeerName.format(PeerName.parse("none"))).isEqualTo("none");
    }

    @Test
    void shouldNameWhatItDoesNotKnow() {
        assertThatThrownBy(() -> PeerName.parse("ort,torch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'torch' is unknown, known are none, ort,ejml,djl,dl4j");
    }

    @Test
    void shouldKeepDeeplearning4jApartFromLibtorch() {
        assertThat(PeerName.DL4J.group()).isNotEqualTo(PeerName.DJL.group());
    }
}
