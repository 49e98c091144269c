/** Series as cases write them. */
import { z } from 'zod'
import { instant } from '../../model/index.ts'
import { type HeldSeries, samplesAsSteps, timeInput } from '../../query/metric-math/data/index.ts'

/** `[time, value]`, or `[time, value, how often it was seen]`; null: nothing there. */
export const pointsSchema = z.array(
  z.union([
    z.tuple([timeInput, z.number().nullable()]),
    z.tuple([timeInput, z.number().nullable(), z.number().positive()]),
  ]),
)
export type GivenPoints = z.output<typeof pointsSchema>

/** `{ "i": "a" }`, or as AWS writes them. */
const dimensions = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ Name: z.string(), Value: z.string() }))
    .transform(list => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))),
])

export const seriesSchema = z.array(
  z
    .strictObject({
      namespace: z.string(),
      name: z.string(),
      dimensions: dimensions.default({}),
      unit: z.string().default('None'),
      tags: z.record(z.string(), z.string()).optional(),
      points: pointsSchema,
    })
    .transform(
      ({ namespace, name, dimensions, unit, tags, points }): HeldSeries => ({
        ...{ namespace, metric: name, dimensions, unit, steps: stepsOf(points) },
        ...(tags !== undefined && { tags }),
      }),
    ),
)

export const stepsOf = (points: GivenPoints): HeldSeries['steps'] =>
  samplesAsSteps(
    points.flatMap(([at, value, weight = 1]) =>
      value === null ? [] : [{ at: instant(Math.round(at * 1_000)), value, weight }],
    ),
  )
