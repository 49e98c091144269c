/** The commands: name, other spellings, shape, a line of explanation in English and Korean, and a snippet to begin with. */

export interface CommandEntry {
  /** As the tree names it, or `SOURCE`. */
  readonly name: string
  readonly aliases: readonly string[]
  readonly shape: string
  /** `#{…}` marks what is to be filled in. */
  readonly snippet: string
  readonly doc: { readonly en: string; readonly ko: string }
}

const command = (
  name: string,
  shape: string,
  snippet: string,
  en: string,
  ko: string,
  ...aliases: string[]
): CommandEntry => ({
  name,
  aliases,
  shape,
  snippet,
  doc: { en, ko },
})

// biome-ignore format: a table reads better in rows
export const commands: readonly CommandEntry[] = [
  command('fields', 'fields expr [as name], …', 'fields @timestamp, #{@message}', 'Shows fields and computes new ones.', '필드를 표시하고 새 필드를 계산합니다.'),
  command('display', 'display expr [as name], …', 'display #{field}', 'Shows these columns in the end; the last display counts.', '결과에 표시할 열을 정합니다. 마지막 display가 적용됩니다.'),
  command('filter', 'filter condition', 'filter #{field} = "#{value}"', 'Keeps the rows for which the condition holds.', '조건에 맞는 행만 남깁니다.', 'where', 'search'),
  command('filterIndex', 'filterIndex field = value | field in [value, …]', 'filterIndex #{field} = "#{value}"', 'As filter, and reads only groups with an index on the field.', 'filter와 같지만 그 필드의 인덱스가 있는 그룹만 읽습니다.'),
  command('stats', 'stats aggregate [as name], … [by expr [as name], …] [offset period]', 'stats count(*) as #{n} by #{field}', 'Aggregates rows, all or by group.', '행을 전체 또는 그룹별로 집계합니다.'),
  command('sort', 'sort expr [asc|desc], …', 'sort #{@timestamp} desc', 'Sorts the rows.', '행을 정렬합니다.', 'order'),
  command('limit', 'limit [any] N', 'limit #{20}', 'The first N rows; limit any: some N rows, read as little as possible.', '처음 N개의 행. limit any는 가능한 적게 읽고 N개를 줍니다.', 'head', 'tail'),
  command('parse', 'parse [field] "glob *" as a | /regex/ [as a] [multi] | logfmt as m | csv as a, b', 'parse @message "#{*}" as #{name}', 'Takes parts of a text out into fields.', '텍스트의 일부를 필드로 꺼냅니다.'),
  command('json', 'json field=name "path" as name', 'json field=#{field} "#{a.b}" as #{name}', 'Reads a value out of a field that holds JSON.', 'JSON이 담긴 필드에서 값을 읽습니다.'),
  command('dedup', 'dedup field, …', 'dedup #{field}', 'Keeps the first row of each combination; only limit may follow.', '조합마다 첫 행만 남깁니다. 뒤에는 limit만 올 수 있습니다.'),
  command('pattern', 'pattern field', 'pattern @message', 'Groups lines of one shape and counts them.', '모양이 같은 줄을 묶어 셉니다.'),
  command('diff', 'diff [previousDay|previousWeek|previousMonth]', 'diff', 'After pattern: compares with the time before.', 'pattern 뒤에서 이전 기간과 비교합니다.'),
  command('anomaly', 'anomaly', 'anomaly', 'After pattern: marks what is unusual.', 'pattern 뒤에서 이상한 것을 표시합니다.'),
  command('unnest', 'unnest expr into name', 'unnest #{list} into #{item}', 'One row for each element of a list.', '리스트의 원소마다 행을 만듭니다.'),
  command('expand', 'expand field', 'expand #{field}', 'One row for each element of a field that holds a JSON array.', 'JSON 배열 필드의 원소마다 행을 만듭니다.'),
  command('unmask', 'unmask field', 'unmask #{field}', 'Shows masked data to those who may see it.', '권한이 있으면 마스킹한 데이터를 보여 줍니다.'),
  command('lookup', 'lookup table column [as field], … output|outputnew column [as name], …', 'lookup #{table} #{column} OUTPUT #{column}', 'Adds columns of a lookup table.', '조회 테이블의 열을 더합니다.'),
  command('cidrlookup', 'cidrlookup table field [as column] output|outputnew column [as name], …', 'cidrlookup #{table} #{field} OUTPUT #{column}', 'Adds columns of the table row whose network holds the address.', '주소가 속한 네트워크의 테이블 열을 더합니다.'),
  command('join', "join [type=inner|left] left=a right=b where a.key = b.key (SOURCE 'group' | …)", "join type=inner left=#{a} right=#{b} where #{a}.id = #{b}.id (SOURCE '#{group}')", 'Joins with the rows of another query by equal keys.', '다른 쿼리의 행과 같은 키로 결합합니다.'),
  command('addtotals', 'addtotals [fieldname=name] [row=bool] [col=bool] [field, …]', 'addtotals', 'Adds a column with the sum of each row.', '행마다 합계 열을 더합니다.'),
  command('autoregress', 'autoregress field [as name] [p=1-4]', 'autoregress #{field} p=1', 'Copies values of the rows before into columns.', '이전 행의 값을 열로 복사합니다.'),
  command('accum', 'accum field [as name]', 'accum #{field} as #{total}', 'Running sum.', '누적 합계.'),
  command('filldown', 'filldown [field …]', 'filldown #{field}', 'Fills gaps with the last value before.', '빈 곳을 앞의 마지막 값으로 채웁니다.'),
  command('fillmissing', 'fillmissing [with value for field, …]', 'fillmissing with 0 for #{field}', 'Adds the rows of empty time bins after stats … by bin().', 'stats … by bin() 뒤에 빈 시간 구간의 행을 더합니다.'),
  command('outlier', 'outlier [action=remove|transform] [param=2.5] [uselower=bool] [mark=bool] field …', 'outlier action=remove #{field}', 'Removes or clamps values far from the others.', '다른 값에서 크게 벗어난 값을 빼거나 줄입니다.'),
  command('appendcols', 'appendcols [override=bool] [max=N] (query)', "appendcols (SOURCE '#{group}' | #{stats count(*)})", 'Adds the columns of another query, row by row.', '다른 쿼리의 열을 행 순서대로 더합니다.'),
  command('sessionize', 'sessionize field, … [maxspan 30m] [as name]', 'sessionize #{field} maxspan 30m', 'Numbers sessions: events without a long pause between them.', '긴 공백이 없는 이벤트를 세션으로 묶습니다.'),
  command('countFrequent', 'countFrequent field, …', 'countFrequent #{field}', 'The most frequent values with their counts.', '가장 자주 나오는 값과 그 수.', 'count_frequent'),
  command('logcompare', 'logcompare timeshift period', 'logcompare timeshift #{7d}', 'Compares with the same time range earlier.', '이전의 같은 구간과 비교합니다.'),
  command('relevantfields', 'relevantfields [field, …] where condition', 'relevantfields where #{condition}', 'Which fields differ most between rows that meet the condition and the rest.', '조건에 맞는 행과 나머지에서 가장 다른 필드.'),
  command('estimate', 'estimate', 'estimate', 'How many bytes the query would scan; comes last.', '쿼리가 스캔할 바이트 수. 마지막에 씁니다.'),
  command('SOURCE', "SOURCE 'group' | SOURCE logGroups(namePrefix: ['a'])", "SOURCE '#{group}'", 'Which log groups are asked; comes first.', '조회할 로그 그룹. 처음에 씁니다.'),
]

/** Every spelling in small letters. */
export const commandNames: ReadonlyMap<string, CommandEntry> = new Map(
  commands.flatMap(entry => [entry.name, ...entry.aliases].map(name => [name.toLowerCase(), entry] as const)),
)
