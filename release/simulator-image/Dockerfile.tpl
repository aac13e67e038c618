# {{jreleaserCreationStamp}}
# As dynatrace-simulator/Containerfile, from the jar that is released.
FROM {{dockerBaseImage}}

{{#dockerLabels}}
LABEL {{.}}
{{/dockerLabels}}

COPY --chmod=0644 assembly/{{distributionArtifactFile}} /opt/dynatrace-simulator.jar

USER 10001:0
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-jar", "/opt/dynatrace-simulator.jar", "--all-addresses", "--port", "8080"]
