"""What a Python program does with alarms, told by boto3; prints one JSON object of what it saw."""

import json
import sys
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url = sys.argv[1]
cloudwatch = boto3.client(
    "cloudwatch",
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="AKIAANY",
    aws_secret_access_key="any",
    config=Config(retries={"max_attempts": 1}),
)
seen = {}


def refused(call, **arguments):
    try:
        call(**arguments)
        return None
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]


def until(look, patience=60):
    deadline = time.time() + patience
    while time.time() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    return None


plain = dict(
    Namespace="Shop",
    MetricName="Errors",
    Statistic="Sum",
    Period=60,
    EvaluationPeriods=1,
    Threshold=1.0,
    ComparisonOperator="GreaterThanOrEqualToThreshold",
    TreatMissingData="notBreaching",
)
for at in range(3):
    cloudwatch.put_metric_alarm(AlarmName=f"errors-{at}", Tags=[{"Key": "n", "Value": str(at)}], **plain)
cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule="AT_LEAST(2, ALARM, (errors-0, errors-1, errors-2))")

pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 2})
names = [alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"]]
seen["names"] = names
kinds = cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
seen["kinds"] = [len(kinds["MetricAlarms"]), len(kinds["CompositeAlarms"]), kinds.get("LogAlarms")]

# A sample makes the first two fire, and so the composite.
cloudwatch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Errors", "Value": 3}])
firing = until(
    lambda: [
        one
        for one in cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"], StateValue="ALARM")["CompositeAlarms"]
    ]
)
seen["composite"] = firing and firing[0]["AlarmName"]
first = cloudwatch.describe_alarms(AlarmNames=["errors-0"])["MetricAlarms"][0]
seen["state"] = [first["StateValue"], first["StateReason"].startswith("Threshold Crossed: 1 datapoint [3.0 (")]
seen["data"] = json.loads(first["StateReasonData"])["recentDatapoints"]
seen["stamp"] = abs((datetime.now(timezone.utc) - first["StateUpdatedTimestamp"]).total_seconds()) < 120

history = cloudwatch.get_paginator("describe_alarm_history").paginate(
    AlarmName="errors-0", ScanBy="TimestampAscending", PaginationConfig={"PageSize": 1}
)
seen["history"] = [item["HistoryItemType"] for page in history for item in page["AlarmHistoryItems"]][:2]

schedule = {"Expression": "cron(0 2 * * *)", "Duration": "PT2H", "Timezone": "Asia/Seoul"}
cloudwatch.put_alarm_mute_rule(
    Name="nights",
    Rule={"Schedule": schedule},
    MuteTargets={"AlarmNames": ["errors-0"]},
    ExpireDate=datetime.now(timezone.utc) + timedelta(days=30),
)
rule = cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="nights")
seen["mute"] = [rule["Rule"]["Schedule"] == schedule, rule["MuteType"], rule["MuteTargets"]]
once = datetime.now(timezone.utc).strftime("at(%Y-%m-%dT%H:%M)")
cloudwatch.put_alarm_mute_rule(
    Name="now",
    Rule={"Schedule": {"Expression": once, "Duration": "PT1H"}},
    MuteTargets={"AlarmNames": ["errors-1"]},
)
active = cloudwatch.list_alarm_mute_rules(Statuses=["ACTIVE"])["AlarmMuteRuleSummaries"]
seen["active"] = "now" in [one["AlarmMuteRuleArn"].split(":")[-1] for one in active]
cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName="nights")

seen["refused"] = [
    refused(cloudwatch.set_alarm_state, AlarmName="none", StateValue="OK", StateReason="x"),
    refused(cloudwatch.set_alarm_state, AlarmName="any", StateValue="BAD", StateReason="x"),
    refused(cloudwatch.get_alarm_mute_rule, AlarmMuteRuleName="nights"),
    refused(cloudwatch.describe_alarms, AlarmNames=["a"], AlarmNamePrefix="a"),
    refused(cloudwatch.describe_alarms, NextToken="bad"),
    refused(cloudwatch.put_metric_alarm, AlarmName="bad", **{**plain, "Period": 45}),
    refused(cloudwatch.put_composite_alarm, AlarmName="bad", AlarmRule="ALARM(nobody)"),
    refused(cloudwatch.delete_anomaly_detector, Namespace="Shop", MetricName="Errors", Stat="Sum"),
]
seen["contributors"] = cloudwatch.describe_alarm_contributors(AlarmName="errors-0")["AlarmContributors"]

cloudwatch.delete_alarms(AlarmNames=["any"])
cloudwatch.delete_alarms(AlarmNames=names)
seen["left"] = cloudwatch.describe_alarms()["MetricAlarms"]
print(json.dumps(seen))
