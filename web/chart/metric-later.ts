/** The drawing of metrics, which comes by itself; a module of its own, so that a page may let it come before its own code is there. */
import { later } from './later.ts'

export const metricView = later(() => import('./metric-view.tsx'))

/** For pages that will draw charts when their data have come: both are on their way at once. */
export function warmMetricChart(): void {
  // What fails is told by the chart that needs it.
  metricView.warm().catch(() => {})
}
