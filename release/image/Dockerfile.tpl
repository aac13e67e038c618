# {{jreleaserCreationStamp}}
# As logconfig-cli/Containerfile, from the archive that is released.
FROM {{dockerBaseImage}}

{{#dockerLabels}}
LABEL {{.}}
{{/dockerLabels}}

USER 0
COPY assembly/ /opt/
RUN microdnf install -y --nodocs unzip && \
    microdnf clean all && \
    unzip -q /opt/{{distributionArtifactFile}} -d /opt && \
    rm /opt/{{distributionArtifactFile}} && \
    mv /opt/{{distributionArtifactRootEntryName}} /opt/logconfig && \
    chmod -R a+rX,go-w /opt/logconfig && \
    /opt/logconfig/bin/logconfig-cache

USER 10001:0
WORKDIR /
ENTRYPOINT ["/opt/logconfig/bin/logconfig"]
CMD ["--help"]
