"""What a Python program does with CloudWatch's metrics, told by boto3; prints one JSON object of what it saw."""

import datetime
import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

cloudwatch = boto3.client(
    "cloudwatch",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="AKIAANY",
    aws_secret_access_key="any",
    config=Config(retries={"max_attempts": 1}),
)
spoken = set()
sent = {}


def note(request, **_):
    spoken.add(request.headers.get("Content-Type", b""))
    sent["gzip"] = sent.get("gzip") or request.headers.get("Content-Encoding") in (b"gzip", "gzip")


cloudwatch.meta.events.register("before-send.cloudwatch.*", note)
start = int(time.time()) // 60 * 60 - 600
at = lambda minutes: datetime.datetime.fromtimestamp(start + minutes * 60, datetime.timezone.utc)
dimensions = [{"Name": "Service", "Value": "pay"}, {"Name": "Pod", "Value": "web-0"}]
saw = {}


def refused(**datum):
    try:
        cloudwatch.put_metric_data(Namespace="Py", MetricData=[{"MetricName": "Latency", **datum}])
        return "taken"
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]


cloudwatch.put_metric_data(
    Namespace="Py",
    MetricData=[
        {"MetricName": "Latency", "Dimensions": dimensions, "Timestamp": at(0), "Value": 5, "Unit": "Seconds"},
        {"MetricName": "Latency", "Dimensions": dimensions[::-1], "Timestamp": at(0), "Values": [1, 2, 10], "Counts": [1, 2, 1], "Unit": "Seconds"},
        {"MetricName": "Latency", "Dimensions": dimensions, "Timestamp": at(1), "Value": 7, "Unit": "Milliseconds"},
    ],
)
cloudwatch.put_metric_data(
    Namespace="Py",
    MetricData=[{"MetricName": f"Bulk{n}", "Timestamp": at(2), "Values": [float(v) for v in range(20)]} for n in range(700)],
)
saw["listed"] = [len(page["Metrics"]) for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="Py")]
saw["filtered"] = [
    metric["MetricName"]
    for metric in cloudwatch.list_metrics(Namespace="Py", Dimensions=[{"Name": "Pod", "Value": "web-0"}])["Metrics"]
]
points = cloudwatch.get_metric_statistics(
    Namespace="Py", MetricName="Latency", Dimensions=dimensions, StartTime=at(0), EndTime=at(5), Period=60,
    Statistics=["Sum", "SampleCount", "Minimum", "Maximum"], ExtendedStatistics=["p50"],
)["Datapoints"]
saw["statistics"] = [
    [p["Timestamp"] == at(n), p["Unit"], p["Sum"], p["SampleCount"], p["Minimum"], p["Maximum"], p["ExtendedStatistics"]["p50"]]
    for n, p in enumerate(points)
]
answer = cloudwatch.get_metric_data(
    MetricDataQueries=[
        {"Id": "m1", "MetricStat": {"Metric": {"Namespace": "Py", "MetricName": "Latency", "Dimensions": dimensions}, "Period": 60, "Stat": "Sum"}},
        {"Id": "all", "Expression": "SEARCH('{Py} Bulk1', 'SampleCount', 60)"},
        {"Id": "sql", "Expression": "SELECT SUM(Latency) FROM Py GROUP BY Pod", "Period": 60},
    ],
    StartTime=at(0), EndTime=at(5), ScanBy="TimestampAscending",
)
results = answer["MetricDataResults"]
saw["data"] = [
    results[0]["Values"],
    results[0]["Messages"],
    [len([r for r in results if r["Id"] == "all"]), results[1]["Values"]],
    [[r["Label"], r["Values"]] for r in results if r["Id"] == "sql"],
]
saw["refused"] = [
    refused(Value=1, Values=[1]),
    refused(Value=1, Timestamp=at(-60 * 24 * 20))[0],
    refused(Values=[]),
    refused(Value=1, StorageResolution=30)[0],
    refused(Value=1, Dimensions=[{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}])[0],
    refused(Value=1, Dimensions=[{"Name": f"d{n}", "Value": "1"} for n in range(31)])[0],
]
saw["spoken"] = sorted(s.decode() if isinstance(s, bytes) else s for s in spoken)
saw["gzip"] = bool(sent.get("gzip"))
print(json.dumps(saw))
