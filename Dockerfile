# The program on a Java runtime: another user than root, nothing written but the state folder, and of RocksDB's native
# libraries the one of this platform.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw --batch-mode --no-transfer-progress -Dstreamgauge.run dependency:go-offline
COPY src/main src/main
RUN ./mvnw --batch-mode --no-transfer-progress -Dstreamgauge.run package dependency:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory=target/lib
# One native library, unpacked, so that a read-only root needs no folder to unpack it to.
RUN apt-get update && apt-get install --yes --no-install-recommends unzip zip \
 && case "$(uname -m)" in x86_64) library=linux64 ;; aarch64) library=linux-aarch64 ;; \
      *) echo "no RocksDB for $(uname -m)" >&2; exit 1 ;; esac \
 && mkdir target/native \
 && unzip -p target/lib/rocksdbjni-*.jar "librocksdbjni-$library.so" > target/native/librocksdbjni.so \
 && zip --quiet --delete target/lib/rocksdbjni-*.jar '*.so' '*.jnilib' '*.dll'

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/streamgauge --create-home streamgauge
COPY --from=build /build/target/lib /opt/streamgauge/lib
COPY --from=build /build/target/native /opt/streamgauge/native
COPY --from=build /build/target/streamgauge-*.jar /opt/streamgauge/lib/
COPY topology /opt/streamgauge/topology
COPY LICENSE /opt/streamgauge/LICENSE
USER 10001
VOLUME /var/lib/streamgauge
EXPOSE 8080 8081
ENTRYPOINT ["java", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=50", \
  "-Djava.library.path=/opt/streamgauge/native", "-Dstreamgauge.home=/opt/streamgauge", \
  "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", \
  "-cp", "/opt/streamgauge/lib/*", "io.streamgauge.app.Streamgauge"]
CMD ["--help"]
