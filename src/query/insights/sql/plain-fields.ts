/** The fields of lines in VPC flow and Route 53 formats, in SQL: what `functions/plain-lines.ts` finds in them. */
import { type Sql, sql } from '../../../store/engine/sql.ts'

const flow = {
  names:
    'version accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes startTime endTime action logStatus',
  line: '^[0-9]+ ([0-9]{12}|-|unknown) eni-\\S+( \\S+){9} \\S+ (OK|NODATA|SKIPDATA)\\s*$',
}
const route = {
  names:
    'version queryTimestamp hostZoneId queryName queryType responseCode protocol edgeLocation resolverIp ednsClientSubnet',
  line: '^[0-9]+\\.[0-9]+ [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z [A-Z0-9]+( \\S+){7}\\s*$',
}

export const plainNames: ReadonlySet<string> = new Set(`${flow.names} ${route.names}`.split(' '))

/** The word of a line that has this name; undefined: no such line has it. */
export function plainField(name: string): Sql | undefined {
  const words = [flow, route].flatMap(({ names, line }) => {
    const at = names.split(' ').indexOf(name)
    return at < 0 ? [] : [sql`match(message, ${line}), splitByRegexp('\\\\s', message)[${at + 1}]`]
  })
  // Both kinds of line begin with a digit, which few others do.
  return words.length === 0
    ? undefined
    : sql`if(match(message, '^[0-9]'), multiIf(${sql.join(words, ', ')}, NULL), NULL)`
}
