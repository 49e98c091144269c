import { expect, test } from 'vitest'
import { readDashboardJson } from '../../../src/model/dashboard/index.ts'
import { newKinds, newWidget } from './templates.ts'

// An alarm widget needs an alarm, which the form asks for.
test.each(newKinds.filter(kind => kind !== 'alarm'))('a new %s is a widget without faults', kind => {
  const { errors, dashboard } = readDashboardJson({ widgets: [newWidget(kind)] })
  expect(errors).toEqual([])
  expect(dashboard.widgets[0]!.type).toBe(newWidget(kind).type)
})
