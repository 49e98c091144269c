/** A data protection policy out of its document: what is to be masked. Pure; the error is a sentence for who wrote it. */
import { RE2JS } from 're2js'
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { detectors } from './detect/index.ts'

export interface MaskPolicy {
  /** Names of `detectors`. */
  readonly managed: readonly string[]
  readonly custom: readonly { readonly name: string; readonly regex: string }[]
}

const identifiers = z.array(z.string()).min(1)
const document = z.object({
  Name: z.string(),
  Description: z.string().optional(),
  Version: z.literal('2021-06-01'),
  Configuration: z
    .object({
      CustomDataIdentifier: z
        .array(z.object({ Name: z.string().regex(/^[\w-]{1,128}$/), Regex: z.string().min(1).max(200) }))
        .max(10)
        .optional(),
    })
    .optional(),
  Statement: z.tuple([
    z.object({ DataIdentifier: identifiers, Operation: z.object({ Audit: z.unknown() }) }),
    z.object({ DataIdentifier: identifiers, Operation: z.object({ Deidentify: z.unknown() }) }),
  ]),
})

export function readMaskPolicy(text: string): Result<MaskPolicy, string> {
  if (text.length > limits.dataProtectionPolicyLength) {
    return err(`The policy document is longer than ${limits.dataProtectionPolicyLength} characters.`)
  }
  const parsed = document.safeParse(jsonOf(text))
  if (!parsed.success) return err(explain(parsed.error))
  const { Statement, Configuration } = parsed.data
  const [audit, deidentify] = Statement
  if (!isEmpty(audit.Operation.Audit, 'FindingsDestination')) {
    return err('Audit findings are not sent anywhere here: the Audit operation must hold an empty FindingsDestination.')
  }
  if (!isEmpty(deidentify.Operation.Deidentify, 'MaskConfig')) {
    return err('The Deidentify operation must hold an empty MaskConfig.')
  }
  const wanted = [...new Set(deidentify.DataIdentifier)]
  if ([...new Set(audit.DataIdentifier)].sort().join() !== [...wanted].sort().join()) {
    return err('Both statements must hold the same data identifiers.')
  }
  const custom = (Configuration?.CustomDataIdentifier ?? []).map(({ Name, Regex }) => ({ name: Name, regex: Regex }))
  return sorted(wanted, custom)
}

function sorted(wanted: readonly string[], custom: MaskPolicy['custom']): Result<MaskPolicy, string> {
  const managed: string[] = []
  const own: MaskPolicy['custom'][number][] = []
  for (const identifier of wanted) {
    const mine = custom.find(({ name }) => name === identifier)
    const name = /^arn:[\w-]+:dataprotection::aws:data-identifier\/([\w-]+)$/.exec(identifier)?.[1]
    if (mine !== undefined) {
      if (!compiles(mine.regex)) return err(`The regular expression of ${mine.name} cannot be used.`)
      own.push(mine)
    } else if (name === undefined) return err(`${identifier} is no data identifier.`)
    else if (!detectors.has(name)) {
      return err(`${name} cannot be found here. These can: ${[...detectors.keys()].join(', ')}.`)
    } else managed.push(name)
  }
  return ok({ managed, custom: own })
}

const compiles = (regex: string): boolean => {
  try {
    RE2JS.compile(regex)
    return true
  } catch {
    return false
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `{NAME: {}}`, and nothing else. */
const isEmpty = (operation: unknown, name: string): boolean =>
  JSON.stringify(operation) === JSON.stringify({ [name]: {} })

function explain({ issues: [issue] }: z.ZodError): string {
  const at = issue?.path.join('.') ?? ''
  return at === ''
    ? 'The policy document is no JSON object of a data protection policy.'
    : `The policy document is not right at ${at}: ${issue?.message ?? ''}`
}
