/** Metrics for the page to show: an invented shop with three pods, an hour and a half of it. Only for the tests. */
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'

export const samplePods = ['web-1', 'web-2', 'web-3']
const minutes = 90

export async function fillMetrics(url: string): Promise<void> {
  const client = new CloudWatchClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'any' },
  })
  const now = Math.floor(Date.now() / 60_000) * 60_000
  const put = (Namespace: string, MetricData: MetricDatum[]) =>
    client.send(new PutMetricDataCommand({ Namespace, MetricData }))
  for (const [place, pod] of samplePods.entries())
    await put(
      'Shop',
      Array.from({ length: minutes }, (_, at): MetricDatum[] => {
        const Timestamp = new Date(now - at * 60_000)
        const Dimensions = [{ Name: 'Pod', Value: pod }]
        const wave = Math.sin((at + 7 * place) / 9) + 0.4 * Math.sin((at * (place + 3)) / 4)
        return [
          { MetricName: 'Latency', Dimensions, Timestamp, Value: 0.25 + 0.1 * place + 0.08 * wave, Unit: 'Seconds' },
          { MetricName: 'Requests', Dimensions, Timestamp, Value: Math.round(140 + 60 * wave), Unit: 'Count' },
        ]
      }).flat(),
    )
  await put('Shop', [{ MetricName: 'Orders', Value: 12, Unit: 'Count' }])
  await put('Shop/Payments', [{ MetricName: 'Declined', Value: 1, Dimensions: [{ Name: 'Bank', Value: 'north' }] }])
  client.destroy()
}
