{{/* Names and labels: src/act/install/release.ts says the same. */}}

{{- define "mangru.name" -}}
{{- $name := ternary .Release.Name (printf "%s-mangru" .Release.Name) (contains "mangru" .Release.Name) -}}
{{- $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* Objects of the whole cluster bear the namespace before it, so that two installations do not meet. */}}
{{- define "mangru.clusterName" -}}
{{- printf "%s:%s" .Release.Namespace (include "mangru.name" .) -}}
{{- end -}}

{{- define "mangru.selectorLabels" -}}
app.kubernetes.io/name: mangru
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "mangru.labels" -}}
{{ include "mangru.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
mangru/namespace: {{ .root.Release.Namespace }}
{{- end -}}

{{- define "mangru.keysSecret" -}}
{{- .Values.auth.existingSecret | default (printf "%s-keys" (include "mangru.name" .)) -}}
{{- end -}}

{{- define "mangru.tlsSecret" -}}
{{- .Values.tls.existingSecret | default (printf "%s-tls" (include "mangru.name" .)) -}}
{{- end -}}

{{/* Whether metrics.k8s.io is answered here: with auto, where nobody else does. */}}
{{- define "mangru.resourceApi" -}}
{{- if eq .Values.metricsApis.resource "always" -}}true
{{- else if eq .Values.metricsApis.resource "auto" -}}
{{- $there := lookup "apiregistration.k8s.io/v1" "APIService" "" "v1beta1.metrics.k8s.io" -}}
{{- $annotations := dig "metadata" "annotations" dict $there -}}
{{- $ours := and (eq (dig "meta.helm.sh/release-name" "" $annotations) .Release.Name) (eq (dig "meta.helm.sh/release-namespace" "" $annotations) .Release.Namespace) -}}
{{- if or (not $there) $ours -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* Whether any metrics API is answered. */}}
{{- define "mangru.apis" -}}
{{- if and .Values.tls.enabled (or (include "mangru.resourceApi" .) .Values.metricsApis.custom .Values.metricsApis.external) -}}true{{- end -}}
{{- end -}}

{{/* Values that do not go together. */}}
{{- define "mangru.check" -}}
{{- $apis := or (eq .Values.metricsApis.resource "always") .Values.metricsApis.custom .Values.metricsApis.external -}}
{{- if and $apis (not .Values.tls.enabled) -}}{{- fail "metricsApis needs tls.enabled: the API server asks by TLS." -}}{{- end -}}
{{- if and .Values.fluentBit.enabled (not .Values.tls.enabled) -}}{{- fail "fluentBit needs tls.enabled: its CloudWatch output speaks nothing else." -}}{{- end -}}
{{- if and $apis .Values.tls.existingSecret (not .Values.tls.caBundle) -}}{{- fail "metricsApis with tls.existingSecret needs tls.caBundle." -}}{{- end -}}
{{- end -}}

{{/* A secret of letters and digits, as a key's parts are. */}}
{{- define "mangru.keyPart" -}}
{{- if eq . "id" -}}AKIA{{ randAlphaNum 16 | upper }}
{{- else if eq . "token" -}}mgr_{{ randAlphaNum 43 }}
{{- else -}}{{ randAlphaNum 40 }}{{- end -}}
{{- end -}}
