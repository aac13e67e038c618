{{- define "logconfig.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "logconfig.selector" -}}
app.kubernetes.io/name: logconfig
app.kubernetes.io/instance: {{ include "logconfig.name" . }}
app.kubernetes.io/component: {{ .Values.mode }}
{{- end }}

{{- define "logconfig.labels" -}}
{{ include "logconfig.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "logconfig.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "logconfig.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end }}

{{/* Refuses values that contradict each other, which a schema cannot express. */}}
{{- define "logconfig.validate" -}}
{{- $sources := 0 -}}
{{- if .Values.source.inline }}{{ $sources = add1 $sources }}{{ end -}}
{{- if .Values.source.configMap }}{{ $sources = add1 $sources }}{{ end -}}
{{- if .Values.source.args }}{{ $sources = add1 $sources }}{{ end -}}
{{- if ne (int $sources) 1 -}}
{{- fail (printf "source: %d of inline, configMap and args are set; expected exactly one" (int $sources)) -}}
{{- end -}}
{{- end }}

{{/* The pod; arguments: root, shard (empty for jobs, which have an index), restartPolicy. */}}
{{- define "logconfig.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "logconfig.selector" .root | nindent 4 }}
    {{- if ne (toString .shard) "" }}
    logconfig.io/shard: {{ .shard | quote }}
    {{- end }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if or $values.source.inline $values.podAnnotations }}
  annotations:
    {{- if $values.source.inline }}
    # a new desired state starts new pods
    checksum/desired-state: {{ sha256sum $values.source.inline }}
    {{- end }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  restartPolicy: {{ .restartPolicy }}
  serviceAccountName: {{ include "logconfig.serviceAccount" .root }}
  automountServiceAccountToken: {{ has "--kubernetes" $values.source.args }}
  terminationGracePeriodSeconds: 60
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: logconfig
      image: {{ printf "%s:%s" $values.image.repository ($values.image.tag | default .root.Chart.AppVersion) | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args:
        - run
        {{- if $values.source.args }}
        {{- toYaml $values.source.args | nindent 8 }}
        {{- else }}
        - --file
        - {{ printf "/desired-state/%s" $values.source.key | quote }}
        {{- end }}
        {{- range $environment, $key := $values.tokens.keys }}
        - --token-file
        - {{ printf "%s=/token/%s" $environment $key | quote }}
        {{- end }}
        {{- if eq $values.mode "loop" }}
        - --interval
        - {{ $values.loop.interval | quote }}
        {{- end }}
        {{- with $values.extraArgs }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      env:
        - name: DRY_RUN
          value: {{ $values.dryRun | quote }}
        - name: RUN_ONCE
          value: {{ ne $values.mode "loop" | quote }}
        - name: PROMETHEUS_PORT
          value: "9090"
        - name: SHARDS
          value: {{ $values.shards | quote }}
        {{- if ne (toString .shard) "" }}
        - name: SHARD_ID
          value: {{ .shard | quote }}
        {{- end }}
        {{- with $values.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- if eq $values.mode "loop" }}
      ports:
        - name: metrics
          containerPort: 9090
      livenessProbe:
        httpGet:
          path: /healthz
          port: metrics
        periodSeconds: 30
        timeoutSeconds: 5
      readinessProbe:
        httpGet:
          path: /readyz
          port: metrics
        periodSeconds: 30
        timeoutSeconds: 5
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - name: token
          mountPath: /token
          readOnly: true
        - name: tmp
          mountPath: /tmp
        {{- if not $values.source.args }}
        - name: desired-state
          mountPath: /desired-state
          readOnly: true
        {{- end }}
  volumes:
    - name: token
      secret:
        secretName: {{ $values.tokens.secret }}
    - name: tmp
      emptyDir: {}
    {{- if not $values.source.args }}
    - name: desired-state
      configMap:
        name: {{ $values.source.configMap | default (include "logconfig.name" .root) }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* What job and cron job have in common. */}}
{{- define "logconfig.jobSpec" -}}
activeDeadlineSeconds: {{ .Values.job.activeDeadlineSeconds }}
backoffLimit: {{ .Values.job.backoffLimit }}
ttlSecondsAfterFinished: {{ .Values.job.ttlSecondsAfterFinished }}
{{- if gt (int .Values.shards) 1 }}
completionMode: Indexed
completions: {{ .Values.shards }}
parallelism: {{ .Values.shards }}
{{- end }}
template:
  {{- include "logconfig.pod" (dict "root" . "shard" "" "restartPolicy" "Never") | nindent 2 }}
{{- end }}
