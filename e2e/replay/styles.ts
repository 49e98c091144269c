/** How Fluent Bit, the CloudWatch agent and the OpenTelemetry exporters speak, as captured from the programs themselves. */
import type { Style } from './client.ts'

/** Fluent Bit 5.1 `cloudwatch_logs`: plain bodies, always by TLS. */
export const fluentBit: Style = {
  gzip: false,
  signedHeaders: ['content-length', 'content-type', 'host', 'user-agent', 'x-amz-date', 'x-amz-target'],
  headers: request => [
    ['Host', request.host],
    ['Content-Length', String(request.length)],
    ['User-Agent', 'aws-fluent-bit-plugin'],
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Target', `Logs_20140328.${request.operation}`],
    ['x-amz-date', request.date],
    ['Authorization', request.authorization],
  ],
}

const agentUserAgent =
  'CWAgent/1.300052.1 (go1.23.4; linux; amd64) ID/00000000-0000-4000-8000-000000000000 inputs:(logfile) processors:() outputs:(cloudwatchlogs) aws-sdk-go/1.48.6 (go1.23.4; linux; amd64)'

/** The CloudWatch agent 1.300052 (aws-sdk-go 1.48.6): every body compressed, however small. `stats` comes with some requests. */
export const cloudWatchAgent = (stats?: string): Style => ({
  gzip: true,
  signedHeaders: [
    'content-encoding',
    'content-length',
    'content-type',
    'host',
    'x-amz-agent-stats',
    'x-amz-date',
    'x-amz-target',
  ],
  headers: request => [
    ['Host', request.host],
    ['User-Agent', agentUserAgent],
    ['Content-Length', String(request.length)],
    ['Authorization', request.authorization],
    ['Content-Encoding', 'gzip'],
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Agent-Stats', stats],
    ['X-Amz-Date', request.date],
    ['X-Amz-Target', `Logs_20140328.${request.operation}`],
    ['Accept-Encoding', 'gzip'],
  ],
})

/** The collector's awsemf and awscloudwatchlogs exporters inside that agent: as the agent, and say "EMF" on every call. */
export const otelExporter: Style = {
  gzip: true,
  signedHeaders: [
    'content-encoding',
    'content-length',
    'content-type',
    'host',
    'x-amz-date',
    'x-amz-target',
    'x-amzn-logs-format',
  ],
  headers: request => [
    ['Host', request.host],
    ['User-Agent', 'opentelemetry-collector-contrib/latest (go1.23.4; linux; amd64) aws-sdk-go/1.48.6'],
    ['Content-Length', String(request.length)],
    ['Authorization', request.authorization],
    ['Content-Encoding', 'gzip'],
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Date', request.date],
    ['X-Amz-Target', `Logs_20140328.${request.operation}`],
    ['X-Amzn-Logs-Format', 'json/emf'],
    ['Accept-Encoding', 'gzip'],
  ],
}
