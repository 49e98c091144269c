/** Kubernetes quantities: `500m` is half a core, `64Mi` is bytes, `2e3` is a number. */

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** The number in the resource's own unit (cores, bytes, counts); undefined: this is no quantity. */
export function readQuantity(text: string): number | undefined {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/.exec(text)
  if (found === null) return undefined
  const [, digits = '', power = '', suffix = ''] = found
  const number = Number(`${digits}${power}`) * (factors[suffix] ?? 1)
  return Number.isFinite(number) ? number : undefined
}
