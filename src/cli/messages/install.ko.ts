/** `mangru install`과 `uninstall`이 하는 말. */
import type { installEn } from './install.en.ts'

export const installKo: typeof installEn = {
  'values-wrong': (file, why) => `${file} 파일: ${why}`,
  'no-kubeconfig': file => `kubeconfig ${file} 파일이 없습니다. --kubeconfig로 알려 주십시오.`,
  'not-a-namespace': word => `"${word}": 네임스페이스 이름이 아닙니다 (소문자, 숫자, "-", 63자까지)`,
  'kubeconfig-wrong': (file, why) => `kubeconfig ${file}을(를) 쓸 수 없습니다. ${why}`,
  'install-plan': (cluster, address, namespace) => `클러스터 ${cluster} (${address}), 네임스페이스 ${namespace}에:`,
  'install-into-foreign': namespace => `네임스페이스 ${namespace}은(는) 이미 있으며 그대로 둡니다.`,
  'install-api-taken': who =>
    `metrics.k8s.io에는 ${who}이(가) 답하고 있으므로 망루는 답하지 않습니다 (metricsApis.resource: auto).`,
  'install-keep-count': count => `그 밖의 ${count}개는 이미 그대로 있습니다.`,
  'deed-create': () => '만듦',
  'deed-change': () => '바꿈',
  'deed-keep': () => '그대로',
  'deed-remove': () => '없앰',
  'install-nothing': () => '모두 있어야 할 그대로입니다.',
  'install-done': (namespace, service) =>
    `설치했습니다. 망루는 클러스터 안에서 지켜봅니다. 시작하는 모습: kubectl -n ${namespace} rollout status deployment/${service}`,
  'install-reach': (namespace, service) =>
    `화면: kubectl -n ${namespace} port-forward service/${service} 7070 다음에 http://127.0.0.1:7070`,
  'install-token': (namespace, secret) =>
    `로그인할 토큰: kubectl -n ${namespace} get secret ${secret} -o 'go-template={{index .data "operator.token" | base64decode}}'`,
  'dry-run-good': count => `서버가 ${count}개를 모두 받아들일 것입니다. 아무것도 바꾸지 않았습니다.`,
  'install-stopped': (what, why) => `${what}: 거절되었습니다. ${why}`,
  'install-conflict': () => '다른 관리자가 정한 값입니다. --force를 쓰면 넘겨받습니다.',
  'install-may-not': (verb, resource) => `이 계정은 거기서 ${resource}에 ${verb} 권한이 없습니다.`,
  'cluster-trouble': why => `클러스터에 물어볼 수 없습니다: ${why}`,
  'uninstall-plan': (cluster, address, namespace) =>
    `클러스터 ${cluster} (${address}), 네임스페이스 ${namespace}에 설치된 것에서:`,
  'uninstall-nothing': namespace =>
    `네임스페이스 ${namespace}에는 "mangru install"로 설치한 것이 없습니다. (Helm으로 설치한 것은 "helm uninstall"로 없앱니다.)`,
  'uninstall-keeps-namespace': (namespace, what, more) =>
    `네임스페이스 ${namespace}은(는) 남깁니다: ${what}${more > 0 ? ` 외 ${more}개` : ''}이(가) 있습니다.`,
  'uninstall-unseen': kinds => `볼 수 없었던 종류: ${kinds}. 망루가 설치하는 것 중에는 없습니다.`,
  'uninstall-data-goes': () => '볼륨은 저장된 모든 것과 함께 없어집니다. --keep-data를 쓰면 남깁니다.',
  'uninstall-done': count => `${count}개를 없앴고, 망루의 것은 아무것도 남지 않았습니다.`,
  'uninstall-done-but': (count, kept) => `${count}개를 없앴습니다. 남기라고 했거나 우리 것이 아닌 것: ${kept}개.`,
  'uninstall-left': (what, seconds) => `${seconds}초가 지나도 남아 있습니다: ${what}. 무언가가 붙잡고 있습니다.`,
  'column-deed': () => '동작',
  'column-kind': () => '종류',
}
