/** What `charts.ts` runs in the browser: series are made, worked out and drawn as the page does it, and the time is taken to the last stroke. */
import 'uplot/dist/uPlot.min.css'
import { linesOf } from '../../web/chart/metric-lines.ts'
import { plotMetrics } from '../../web/chart/metric-plot.ts'
import type { PlotProps } from '../../web/chart/metric-props.ts'

interface Wish {
  readonly series: number
  readonly points: number
  readonly stacked: boolean
  readonly gaps: boolean
}
export interface Drawing {
  /** Milliseconds: rows, ranges and stacks worked out; and all until it is on the canvas. */
  readonly prepared: number
  readonly drawn: number
}

const minute = 60_000
const units = { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' }

function made({ series, points, stacked, gaps }: Wish): PlotProps {
  const all = Array.from({ length: series }, (_, which) => {
    const there = Array.from({ length: points }, (_, at) => at).filter(at => !gaps || (at + which * 7) % 97 > 3)
    return {
      id: `s${which}`,
      label: `series ${which}`,
      periodMs: minute,
      unit: 'Percent',
      at: there.map(at => at * minute),
      values: there.map(at => 50 + 40 * Math.sin(at / 30 + which) + ((at * 7_919 + which * 104_729) % 97) / 10),
    }
  })
  return { series: all, range: { from: 0, to: points * minute }, zone: 'utc', height: 400, stacked, units }
}

async function draw(wish: Wish): Promise<Drawing> {
  const props = made(wish)
  const element = document.createElement('div')
  element.style.cssText = 'width: 1200px; height: 400px'
  document.body.append(element)
  const start = performance.now()
  const lines = linesOf(props, new Set())
  const prepared = performance.now() - start
  const drawn = await new Promise<number>(resolve => {
    const { destroy } = plotMetrics(element, lines, props, {
      hover: () => {},
      zoom: () => {},
      drawn: () => {
        resolve(performance.now() - start)
        setTimeout(destroy)
      },
    })
  })
  element.remove()
  return { prepared, drawn }
}

Object.assign(globalThis, { draw })
