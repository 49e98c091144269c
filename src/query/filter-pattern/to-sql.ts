/**
 * A filter pattern as a condition in the engine's SQL. It means exactly what `compilePredicate` means, on every message. Cheap
 * substring tests stand before whatever must read the message: the engine then looks only at what is left.
 */
import { type Sql, sql } from '../../store/engine/sql.ts'
import { logColumns } from '../../store/logs/columns.ts'
import { fieldComparisonSql, jsonComparisonSql } from './compare-sql.ts'
import { containsSql, regexSql } from './match-sql.ts'
import { fieldNeedles, jsonNeedles, type Needles } from './needles.ts'
import { selectedSql } from './select-sql.ts'
import { fieldCountSql, fieldSql, fieldsSql } from './split-fields.ts'
import type {
  Branch,
  Field,
  FieldsPattern,
  FieldTest,
  FilterPattern,
  JsonCondition,
  JsonPattern,
  Term,
} from './tree.ts'

const always = sql`1`
const backslash = '\\'

/** True (1) for the messages that the pattern matches, 0 for others; never NULL. `message` is a String expression of ours. */
export function toSql(pattern: FilterPattern, message: Sql = logColumns.message): Sql {
  switch (pattern.kind) {
    case 'terms':
      return termsSql(pattern.terms, message)
    case 'json':
      return jsonSql(pattern, message)
    case 'fields':
      return linesSql(pattern, message)
  }
}

function termsSql(terms: readonly Term[], message: Sql): Sql {
  const by = (sign: Term['sign']): Sql[] => terms.filter(term => term.sign === sign).map(term => termSql(term, message))
  const sure = [...by('must'), ...by('not').map(one => sql`NOT (${one})`)]
  return sure.length === 0 && terms.length > 0 ? sql.or(by('optional')) : sql.and(sure)
}

const termSql = ({ what }: Term, message: Sql): Sql =>
  what.kind === 'regex' ? regexSql(what, message) : containsSql(message, what.text)

function jsonSql({ condition }: JsonPattern, message: Sql): Sql {
  const hidden = containsSql(message, backslash)
  const first = needlesSql(jsonNeedles(condition), message).map(one => sql`${one} OR ${hidden}`)
  return sql.and([...first, jsonConditionSql(condition, message)])
}

function jsonConditionSql(condition: JsonCondition, message: Sql): Sql {
  if (condition.kind === 'and') return sql.and(condition.parts.map(part => jsonConditionSql(part, message)))
  if (condition.kind === 'or') return sql.or(condition.parts.map(part => jsonConditionSql(part, message)))
  const raws = selectedSql(condition.selector.steps, message)
  if (condition.kind === 'not-exists') {
    const nothing = raws.many ? sql`NOT arrayExists(r -> r != '', ${raws.sql})` : sql`${raws.sql} = ''`
    return sql`JSONType(${message}) IN ('Object', 'Array') AND ${nothing}`
  }
  const test = (raw: Sql): Sql =>
    condition.kind === 'is'
      ? sql`${raw} = ${condition.what.toLowerCase()}`
      : jsonComparisonSql(condition.comparison, raw)
  if (raws.many) return sql`arrayExists(r -> ${test(sql`r`)}, ${raws.sql})`
  return condition.selector.steps.every(step => step.kind === 'name')
    ? test(raws.sql)
    : sql`arrayExists(r -> ${test(sql`r`)}, [${raws.sql}])`
}

function linesSql({ fields }: FieldsPattern, message: Sql): Sql {
  const rest = fields.findIndex(field => field.kind === 'rest')
  const count = rest < 0 ? sql`length(v) = ${fields.length}` : sql`length(v) >= ${fields.length - 1}`
  const tests = fields.map((field, at) => {
    // Counted from the end behind `...`: the engine's arrays start at 1 and -1.
    const place = rest < 0 || at < rest ? at + 1 : at - fields.length
    return oneFieldSql(field, sql`v[${place}]`)
  })
  const line = sql.and([count, ...tests.filter(one => one !== always)])
  return sql.and([
    ...needlesSql(fieldNeedles(fields), message),
    ...(rest < 0 && fields.length <= countedAtOnce ? [fieldCountSql(message, fields.length)] : []),
    sql`arrayExists(v -> ${line}, [${fieldsSql(message)}])`,
  ])
}

/** Fields that one regular expression counts; the engine repeats up to 1,000 times, and long before that it no longer pays. */
const countedAtOnce = 50

function oneFieldSql(field: Field, raw: Sql): Sql {
  return field.kind === 'field' && field.test !== null ? fieldSql(raw, text => fieldTestSql(field.test!, text)) : always
}

function fieldTestSql(test: FieldTest, text: Sql): Sql {
  if (test.kind === 'compare') return fieldComparisonSql(test.comparison, text)
  const parts = (test as Branch<FieldTest>).parts.map(part => fieldTestSql(part, text))
  return test.kind === 'and' ? sql.and(parts) : sql.or(parts)
}

const needlesSql = (needles: Needles, message: Sql): Sql[] =>
  needles.map(group => sql.or(group.map(needle => containsSql(message, needle))))
