/** 같은 말을 한국어로: what `mangru dashboards` and `mangru import` say, in Korean. */
import type { dashboardsEn } from './dashboards.en.ts'

export const dashboardsKo: typeof dashboardsEn = {
  'no-dashboards': () => '아직 대시보드가 없습니다. "mangru dashboards list --presets"로 망루에 딸린 것을 봅니다.',
  'dashboards-exported': (count, folder) => `대시보드 ${count}개를 ${folder}에 썼습니다.`,
  'dashboards-imported': (count, refused) =>
    `대시보드 ${count}개를 망루에 넣었습니다${refused > 0 ? `. ${refused}개는 거절되었습니다` : ''}.`,
  'dashboards-checked': (count, refused) =>
    `대시보드 ${count}개를 넣을 수 있습니다${refused > 0 ? `. ${refused}개는 넣을 수 없습니다` : ''}. 아무것도 바꾸지 않았습니다.`,
  'name-for-one': () => '--name은 파일이 하나일 때만 씁니다.',
  'a-warning': () => '주의',
  'dashboards-column-name': () => '이름',
  'dashboards-column-widgets': () => '위젯',
  'dashboards-column-size': () => '크기',
  'dashboards-column-changed': () => '바뀐 때',
  'dashboards-column-title': () => '제목',

  'import-no-credentials': () =>
    'AWS 계정을 읽으려면 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY(그리고 AWS_SESSION_TOKEN)를 정하거나, aws CLI의 JSON 출력 파일을 주세요.',
  'import-no-region': () => 'AWS 계정의 리전을 주세요: --region 또는 AWS_REGION.',
  'import-aws-failed': (operation, why) => `AWS가 ${operation}에 답하지 않습니다: ${why}`,
  'import-reading': (what, count) => `${what} 읽는 중: ${count}…`,
  'import-unknown-file': file =>
    `${file}은(는) 읽을 수 있는 aws CLI 출력이 아닙니다: describe-alarms, describe-metric-filters, describe-log-groups, describe-query-definitions, list-dashboards, get-dashboard.`,
  'import-bad-file': (file, why) => `${file}을(를) 읽을 수 없습니다: ${why}`,
  'import-nothing': () => '가져올 것이 없습니다.',
  'import-cut-short': file =>
    `${file}은(는) 여러 쪽 중 한 쪽입니다. NextToken이 더 있다고 합니다. aws CLI를 --no-paginate 없이 실행하세요.`,
  'import-kind-groups': () => '로그 그룹과 보존 기간',
  'import-kind-filters': () => '지표 필터',
  'import-kind-queries': () => '저장된 쿼리',
  'import-kind-dashboards': () => '대시보드',
  'import-kind-alarms': () => '경보',
  'import-kind-composites': () => '복합 경보',
  'import-total': (kind, taken, refused) => `${kind}: ${taken}개 가져옴, ${refused}개 가져오지 못함`,
  'import-total-planned': (kind, taken, refused) => `${kind}: ${taken}개를 가져올 것임, ${refused}개는 못함`,
  'import-refused': (name, why) => `  제외 ${name}: ${why}`,
  'import-dry': () => '아무것도 바꾸지 않았습니다. --dry-run 없이 실행하면 바뀝니다.',
  'import-interrupted': () => '멈췄습니다. 위의 것은 가져왔고, 다시 실행해도 달라지지 않습니다.',

  'import-note-topic': arn => `동작 ${arn}을(를) 그대로 두었습니다. 누군가 듣도록 이 ARN의 주제를 여기에 만드세요`,
  'import-note-carried': arn =>
    `동작 ${arn}을(를) 그대로 두었습니다. 운영자가 이 ARN이 가리키는 곳을 정하면 실행됩니다`,
  'import-note-aws-action': (arn, what) =>
    `동작 ${arn}을(를) 그대로 두었지만 여기서 실행할 것이 없습니다. ${what}은(는) AWS의 것입니다`,
  'import-note-aws-metric': namespace =>
    `지표를 AWS가 냅니다(${namespace}). 무언가 여기로 보내기 전에는 데이터가 없습니다`,
  'import-note-other-account': account => `계정 ${account}을(를) 봅니다. 여기서는 모든 계정이 하나입니다`,
  'import-why-unreadable': () => '이름이 없습니다',
  'import-why-promql': () => 'PromQL로 묻습니다. 여기의 경보는 PromQL로 묻지 않습니다',
  'import-why-transformations': () => '지표가 하나가 아닙니다',
  'import-why-selection': () =>
    '필드 선택이나 시스템 필드가 있습니다. "aws logs put-metric-filter"에 --endpoint-url을 주어 넣으세요',
  'import-why-transformed': () => '변환된 로그에 적용됩니다. 여기에는 변환기가 없습니다',
  'import-why-language': language => `Logs Insights QL이 아니라 ${language}로 쓰였습니다`,
  'import-why-no-body': () => '본문이 없습니다. "aws cloudwatch get-dashboard"의 출력을 더하세요',
  'import-note-class': name => `클래스 ${name}은(는) 가져오지 않습니다. 여기서는 STANDARD 그룹입니다`,
  'import-note-key': () => 'KMS 키는 가져오지 않습니다. 여기서는 데이터 폴더를 암호화합니다',
  'import-note-protected': () => '삭제 보호는 가져오지 않습니다',
  'import-note-kept-retention': () => '그쪽은 이벤트를 영구히 보관합니다. 여기의 보존 기간은 그대로 둡니다',
  'import-note-query': why => `그대로 두었지만 여기서는 실행되지 않습니다: ${why}`,
  'import-note-group-made': () => '이것을 위해 로그 그룹을 만들었습니다',
  'import-note-warnings': count => `주의 ${count}개. "mangru dashboards import --dry-run"으로 봅니다`,
}
