/** A sentence of a catalogue with its values: `{name}` stands for one, and a part in brackets goes where its value is empty. Pure. */
import type { Said } from '../../src/model/index.ts'

export const filledIn = (
  sentence: string,
  values: Said['values'],
  show: (value: string | number, name: string) => string,
): string =>
  sentence
    .replace(/\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g, (_, part: string, name: string) => (values[name] ? part : ''))
    .replace(/\{(\w+)\}/g, (_, name: string) => show(values[name] ?? '', name))
