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

{{/* Not empty if the pods read their own cluster with the service account. */}}
{{- define "logconfig.readsOwnCluster" -}}
{{- if or (has "--kubernetes" .Values.source.args) (and .Values.verify.checkWorkloads (not .Values.verify.kubeconfig.secret)) -}}
true
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
{{- $connection := .Values.connection -}}
{{- $proxy := $connection.proxy -}}
{{- if and $proxy.url $proxy.secret -}}
{{- fail "connection.proxy: url and secret exclude each other" -}}
{{- end -}}
{{- if and $proxy.exceptions (not (or $proxy.url $proxy.secret)) -}}
{{- fail "connection.proxy.exceptions requires a url or a secret" -}}
{{- end -}}
{{- $verify := .Values.verify -}}
{{- if and $verify.interval (ne .Values.mode "loop") -}}
{{- fail "verify.interval requires mode loop" -}}
{{- end -}}
{{- if and (or $verify.checkWorkloads $verify.seesAllRecords) (not $verify.interval) -}}
{{- fail "verify.checkWorkloads and verify.seesAllRecords require verify.interval" -}}
{{- end -}}
{{- if and $verify.kubeconfig.secret (not $verify.checkWorkloads) -}}
{{- fail "verify.kubeconfig requires verify.checkWorkloads" -}}
{{- end -}}
{{- $oauth := $connection.oauth -}}
{{- if and (or $oauth.resources $oauth.scopes $oauth.endpoint) (not $oauth.clients) -}}
{{- fail "connection.oauth requires clients" -}}
{{- end -}}
{{- range $name, $environments := dict "endpoints" $connection.endpoints "oauth.clients" $oauth.clients "oauth.resources" $oauth.resources -}}
{{- range $environment, $value := $environments -}}
{{- if not (hasKey $.Values.tokens.keys $environment) -}}
{{- fail (printf "connection.%s: environment %q has no key in tokens.keys" $name $environment) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Options of the connection, and of tokens or OAuth clients. */}}
{{- define "logconfig.connectionArgs" -}}
{{- $connection := .Values.connection -}}
{{- range $environment, $key := .Values.tokens.keys }}
{{- with get $connection.oauth.clients $environment }}
- --oauth-client
- {{ printf "%s=%s" $environment . | quote }}
- --oauth-secret-file
- {{ printf "%s=/token/%s" $environment $key | quote }}
{{- with get $connection.oauth.resources $environment }}
- --oauth-resource
- {{ printf "%s=%s" $environment . | quote }}
{{- end }}
{{- else }}
- --token-file
- {{ printf "%s=/token/%s" $environment $key | quote }}
{{- end }}
{{- with get $connection.endpoints $environment }}
- --endpoint
- {{ printf "%s=%s" $environment . | quote }}
{{- end }}
{{- end }}
{{- with $connection.oauth.endpoint }}
- --oauth-endpoint
- {{ . | quote }}
{{- end }}
{{- range $connection.oauth.scopes }}
- --oauth-scope
- {{ . | quote }}
{{- end }}
{{- if $connection.clientCertificate.secret }}
- --client-certificate
- /client-certificate/tls.crt
- --client-key
- /client-certificate/tls.key
{{- end }}
{{- end }}

{{/* Variables of the proxy and the certificate authorities. */}}
{{- define "logconfig.connectionVariables" -}}
{{- $connection := .Values.connection -}}
{{- $proxy := $connection.proxy -}}
{{- if or $proxy.url $proxy.secret }}
{{- range list "HTTPS_PROXY" "HTTP_PROXY" }}
- name: {{ . }}
  {{- if $proxy.secret }}
  valueFrom:
    secretKeyRef:
      name: {{ $proxy.secret }}
      key: {{ $proxy.key }}
  {{- else }}
  value: {{ $proxy.url | quote }}
  {{- end }}
{{- end }}
{{- $exceptions := ternary (list $proxy.exceptions) list (ne $proxy.exceptions "") }}
{{- if include "logconfig.readsOwnCluster" . }}
{{- $exceptions = append $exceptions "$(KUBERNETES_SERVICE_HOST)" }}
{{- end }}
{{- with join "," $exceptions }}
- name: NO_PROXY
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- if $connection.authorities.configMap }}
- name: SSL_CERT_FILE
  value: {{ printf "/authorities/%s" $connection.authorities.key | quote }}
{{- end }}
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
  automountServiceAccountToken: {{ ne (include "logconfig.readsOwnCluster" .root) "" }}
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
        {{- include "logconfig.connectionArgs" .root | trim | nindent 8 }}
        {{- if eq $values.mode "loop" }}
        - --interval
        - {{ $values.loop.interval | quote }}
        {{- end }}
        {{- with $values.verify.interval }}
        - --verify-interval
        - {{ . | quote }}
        {{- end }}
        {{- if $values.verify.checkWorkloads }}
        - --check-workloads
        {{- end }}
        {{- if $values.verify.kubeconfig.secret }}
        - --kubeconfig
        - {{ printf "/kubeconfig/%s" $values.verify.kubeconfig.key | quote }}
        {{- end }}
        {{- if $values.verify.seesAllRecords }}
        - --sees-all-records
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
        {{- with include "logconfig.connectionVariables" .root | trim }}
        {{- . | nindent 8 }}
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
        {{- if $values.connection.authorities.configMap }}
        - name: authorities
          mountPath: /authorities
          readOnly: true
        {{- end }}
        {{- if $values.connection.clientCertificate.secret }}
        - name: client-certificate
          mountPath: /client-certificate
          readOnly: true
        {{- end }}
        {{- if $values.verify.kubeconfig.secret }}
        - name: kubeconfig
          mountPath: /kubeconfig
          readOnly: true
        {{- end }}
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
    {{- with $values.connection.authorities.configMap }}
    - name: authorities
      configMap:
        name: {{ . }}
    {{- end }}
    {{- with $values.connection.clientCertificate.secret }}
    - name: client-certificate
      secret:
        secretName: {{ . }}
    {{- end }}
    {{- with $values.verify.kubeconfig.secret }}
    - name: kubeconfig
      secret:
        secretName: {{ . }}
    {{- end }}
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
