/** Every sentence that the command line says, in Korean. */
import { limits } from '../../limits.ts'
import { saidKo, sayIn } from '../../query/insights/said/index.ts'
import { alarmsKo } from './alarms.ko.ts'
import { dashboardsKo } from './dashboards.ko.ts'
import type { Messages } from './en.ts'
import { installKo } from './install.ko.ts'
import { metricsKo } from './metrics.ko.ts'
import { podsKo } from './pods.ko.ts'

export const ko: Messages = {
  ...alarmsKo,
  ...dashboardsKo,
  ...installKo,
  ...podsKo,
  'not-host-names': word => `"${word}"은(는) 호스트 이름 목록이 아닙니다 (예: mangru.mangru.svc,10.0.0.7)`,
  'not-an-address': word => `"${word}"은(는) 주소가 아닙니다 (예: 127.0.0.1:7070)`,
  'not-a-size': word => `"${word}"은(는) 크기가 아닙니다 (예: 1GiB)`,
  'memory-too-small': (word, least) => `"${word}"은(는) 메모리가 너무 적습니다 (${least} 이상)`,
  'not-a-cluster-name': word => `"${word}": 클러스터 이름이 아닙니다 (글자, 숫자, ".", "_", "-", 100자까지)`,
  'not-kinds': word =>
    `"${word}": 사용자 정의 리소스의 목록이 아닙니다 (예: certificates.cert-manager.io,applications.argoproj.io, ${limits.chosenKinds}개까지)`,
  'not-a-switch': word => `"${word}"은(는) 예/아니요가 아닙니다 (true 또는 false)`,
  'not-a-priced-region': word => `"${word}"은(는) 요금을 아는 AWS 리전이 아닙니다 (예: ap-northeast-2)`,
  'not-a-price': word => `"${word}"은(는) 달러 값이 아닙니다 (예: 0.08)`,
  'not-an-account': word => `"${word}"은(는) 계정 번호가 아닙니다 (숫자 12자리, 예: 000000000000)`,
  'not-an-engine': word => `"${word}"은(는) 엔진이 아닙니다 (chdb 또는 clickhouse://user:password@host:8123/database)`,
  'not-settings': word => `"${word}"은(는) 설정 저장소가 아닙니다 (sqlite 또는 postgres://user:password@host/database)`,
  'not-metric-days': word =>
    `"${word}"은(는) 지표 보관 기간이 아닙니다 (예: 1m=15d,5m=63d,1h=455d. 1m은 15d 이상, 뒤의 것이 앞의 것보다 짧을 수 없음)`,
  'not-a-delivery': () =>
    '--deliver-to를 이해할 수 없습니다 (예: https://hooks.example.com,file:/var/lib/exports,net:10.0.0.0/8)',
  'not-a-mail-server': (word: string) =>
    `"${word}"은(는) 메일 서버가 아님 (예: smtp://mail.example.com:587, smtps://USER@mail.example.com:465)`,
  'not-a-mail-address': (word: string) => `"${word}"은(는) 메일 주소가 아님 (예: Mangru <mangru@example.com>)`,
  'secret-on-the-line': (source: string, variable: string) =>
    `${source}: 명령줄의 암호는 이 컴퓨터의 다른 사람에게 보임. ${variable}, mangru.yaml 또는 파일에 적을 것`,
  'not-a-url': word => `"${word}"은(는) 서버 주소가 아닙니다 (예: http://127.0.0.1:7070)`,
  'not-a-time': word => `"${word}"은(는) 시각이 아닙니다 (예: 15m, 2h, 1d, 2026-11-21T03:00:00Z, now)`,
  'not-a-count': (word, least, most) => `"${word}"은(는) ${least}부터 ${most}까지의 정수가 아닙니다`,
  'not-a-choice': (word, choices) => `"${word}"은(는) ${choices} 중 하나가 아닙니다`,
  'empty-word': () => '값이 비어 있습니다',

  'unknown-command': (word, near) =>
    `"${word}" 명령은 없습니다.${near === '' ? '' : ` "${near}"을(를) 뜻하셨나요?`} "mangru help"로 목록을 봅니다.`,
  'unknown-option': (source, near) =>
    `${source}: 그런 옵션은 없습니다. ${near === '' ? '"mangru help COMMAND"로 목록을 봅니다' : `${near}을(를) 뜻하셨나요?`}`,
  'missing-value': source => `${source}: 값이 빠졌습니다`,
  'value-not-taken': source => `${source}: 값을 받지 않습니다`,
  'unexpected-word': word => `"${word}"은(는) 남는 낱말입니다`,
  'missing-word': what => `${what}이(가) 빠졌습니다`,
  'not-together': (one, other) => `${one}와(과) ${other}은(는) 함께 쓸 수 없습니다`,
  'needs-both': (one, other) => `${one}에는 ${other}이(가) 필요합니다`,
  'file-missing': (source, file) => `${source}: ${file} 파일이 없습니다`,
  'file-unreadable': (source, file, why) => `${source}: ${file} 파일을 읽을 수 없습니다: ${why}`,
  'yaml-broken': (file, why) => `${file}: 올바른 YAML이 아닙니다: ${why}`,
  'yaml-not-a-map': file => `${file}: "이름: 값" 줄로 이루어져야 합니다`,

  ready: url => `Mangru is ready at ${url}`,
  starting: dataDir => `망루를 시작합니다. 데이터: ${dataDir}`,
  'tls-ready': url => `TLS 주소: ${url}`,
  authority: file => `인증서는 여기서 만들었습니다. 클라이언트는 ${file}의 인증 기관으로 신뢰합니다`,
  'auth-forced': address =>
    `${address}은(는) 루프백 주소가 아니므로 모든 호출에 키가 필요합니다 (--auth required). "mangru keys create"로 만듭니다.`,
  'start-failed': why => `망루를 시작할 수 없습니다: ${why}`,
  'ended-itself': why => `망루가 멈춰야 했습니다: ${why}`,
  stopping: () => '멈추는 중입니다. 받은 것을 저장합니다.',
  'stop-too-slow': seconds => `${seconds}초 안에 멈추지 못해 끊었습니다.`,
  'stop-failed': why => `멈추지 못했습니다: ${why}`,

  'key-made': (id, role) =>
    `키 ${id} (${role})을(를) 만들었습니다. 비밀 키와 토큰은 지금 한 번만 보이고 읽을 수 있게 보관되지 않습니다:`,
  'key-revoked': id => `키 ${id}을(를) 취소했습니다. 이제 이 키로 하는 호출은 실패합니다.`,
  'no-keys': () => '아직 키가 없습니다. "mangru keys create"로 만듭니다.',
  'key-unknown': id => `키 ${id}은(는) 없습니다. "mangru keys list"로 목록을 봅니다.`,
  'no-data': dataDir => `${dataDir}에는 망루의 데이터가 없습니다. --data로 폴더를 알려 주세요.`,
  'settings-failed': why => `설정을 읽거나 쓸 수 없습니다: ${why}`,

  'no-answer': (url, why) =>
    `${url}의 망루가 답하지 않습니다: ${why}. "mangru up"으로 시작하거나 --url로 주소를 알려 주세요.`,
  'server-said': (status, message) => `서버의 답 ${status}: ${message}`,
  'needs-token': () => '이 서버에는 토큰이 필요합니다: --token 또는 MANGRU_TOKEN. "mangru keys create"로 만듭니다.',
  'no-groups': () => '아직 로그 그룹이 없습니다.',
  'more-groups': (shown, total) => `그룹 ${total}개 가운데 ${shown}개입니다. --limit로 더 봅니다.`,
  'more-events': limit => `줄이 더 있습니다. --limit는 ${limit}입니다.`,
  'follow-again': seconds => `연결이 끊겼습니다. ${seconds}초 뒤에 다시 잇습니다.`,
  'follow-sampled': events => `보여 줄 수 있는 것보다 빨리 와서 ${events}줄을 건너뛰었습니다.`,
  'answer-broken': why => `답을 읽을 수 없습니다: ${why}`,

  // logs export, logs import
  'no-exports': () => '아직 내보내기가 없습니다.',
  'export-started': id => `내보내기 ${id}를 진행합니다. "mangru logs export cancel ${id}"로 멈춥니다.`,
  'export-progress': (events, size, files) => `${events}줄, ${size}, 파일 ${files}개…`,
  'export-done': (events, size, files) => `${events}줄, ${size}, 파일 ${files}개.`,
  'export-failed': (status, message) => `내보내기가 ${status}(으)로 끝났습니다. ${message}`,
  'export-cancelled': id => `내보내기 ${id}를 취소했습니다.`,
  'import-progress': events => `${events}줄…`,
  'import-done': (events, files) => `파일 ${files}개의 ${events}줄을 저장했습니다.`,
  'import-repeated': events => `${events}줄은 앞선 시도에서 이미 저장되었습니다.`,
  'import-expired': events => `${events}줄은 그룹의 보존 기간보다 오래되어 뺐습니다.`,

  'query-running': () => '실행 중…',
  'query-waiting': position => `기다리는 중: ${position}번째…`,
  'query-progress': (rows, lines, size) => `지금까지 ${rows}행 · ${lines}줄, ${size} 읽음`,
  'query-statistics': (rows, lines, size, seconds, dollars) =>
    `${rows}행 · ${lines}줄, ${size}을(를) ${seconds}초에 읽음${dollars === '' ? '' : ` · CloudWatch라면 $${dollars}`}`,
  'query-stopped': () => '멈췄습니다. 서버도 쿼리를 멈춥니다.',
  'query-malformed': message => `올바른 쿼리가 아닙니다: ${message}`,
  'at-place': (line, position) => `${line}행 ${position}번째 자리`,
  said: (one, english) => sayIn(saidKo, one) ?? english,
  'query-mend-offered': text => `이렇게 고치면 됩니다 (--mend는 스스로 고칩니다):\n${text}`,
  'query-mended': text => `고쳤습니다:\n${text}`,
  'no-saved-queries': () => '저장된 쿼리가 아직 없습니다.',
  'no-such-saved-query': name => `저장된 쿼리 "${name}"은(는) 없습니다. "mangru query saved list"로 목록을 봅니다.`,
  'not-a-parameter': word => `"${word}"은(는) 매개변수=값이 아닙니다`,

  'unknown-decider': (word, near) =>
    `"${word}" 판정기는 없습니다.${near === '' ? '' : ` "${near}"을(를) 뜻하셨나요?`} "mangru decide --list"로 목록을 봅니다.`,
  'no-cases': () => '사례가 없습니다. 표준 입력이나 --file FILE로 주세요. --example이 하나를 출력합니다.',

  ...metricsKo,
  'column-parameters': () => '매개변수',
  'column-groups': () => '그룹들',
  'column-query': () => '쿼리',
  'column-name': () => '이름',
  'column-export': () => '내보내기',
  'column-status': () => '상태',
  'column-destination': () => '대상',
  'column-format': () => '형식',
  'column-files': () => '파일',
  'column-role': () => '역할',
  'column-key': () => '키',
  'column-created': () => '만든 때',
  'column-revoked': () => '취소한 때',
  'column-group': () => '그룹',
  'column-streams': () => '스트림',
  'column-events': () => '이벤트',
  'column-size': () => '크기',
  'column-rate': () => '바이트/초',
  'column-retention': () => '보존',
  'retention-days': days => `${days}일`,
  'retention-never': () => '영구',

  tagline: () => '쿠버네티스 클러스터의 망루: 내장 ClickHouse 위의 CloudWatch 호환 로그.',
  usage: () => '쓰는 법',
  commands: () => '명령',
  options: () => '옵션',
  everywhere: () => '모든 명령의 옵션',
  default: () => '기본값',
  'reference-title': () => '명령줄',
  'reference-intro': () =>
    '`src/cli`의 스키마에서 만들며, 테스트가 최신인지 확인합니다. 변수가 있는 옵션은 플래그, 그 환경 변수, 또는 `mangru.yaml`의 ' +
    '`이름: 값` 줄로 줄 수 있습니다. 플래그가 변수보다, 변수가 파일보다 앞섭니다.',
  'reference-exit': () =>
    '종료 코드: 0 정상, 1 실패, 2 잘못된 사용. 오류는 표준 오류에 한 줄로 나오고, `--verbose`가 나머지를 덧붙입니다.',
  'column-option': () => '옵션',
  'column-variable': () => '변수',
  'column-default': () => '기본값',
  'column-meaning': () => '뜻',
}
