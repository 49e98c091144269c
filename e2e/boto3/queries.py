"""What a Python program asks of Logs Insights, told by boto3; prints one JSON object of what it saw."""

import json
import sys
import time
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, group, start, end = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
logs = boto3.client(
    "logs",
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
        return error.response


def ask(text, **arguments):
    started = logs.start_query(logGroupName=group, startTime=start, endTime=end, queryString=text, **arguments)
    while True:
        answer = logs.get_query_results(queryId=started["queryId"])
        if answer["status"] not in ("Scheduled", "Running"):
            return started["queryId"], answer
        time.sleep(0.05)


query_id, answer = ask("fields log | sort @timestamp | limit 3")
rows = [{cell["field"]: cell["value"] for cell in row} for row in answer["results"]]
seen["status"] = answer["status"]
seen["logs"] = [row["log"] for row in rows]
seen["statistics"] = {name: [type(value).__name__, value] for name, value in answer["statistics"].items() if name != "bytesScanned"}
record = logs.get_log_record(logRecordPointer=rows[0]["@ptr"])["logRecord"]
seen["record"] = [record["log"], record["kubernetes.container_name"], record["@log"]]
seen["fields"] = {one["name"]: one["percent"] for one in logs.get_log_group_fields(logGroupName=group)["logGroupFields"]}

page = logs.get_query_results(queryId=query_id, maxItems=2)
rest = logs.get_query_results(queryId=query_id, maxItems=2, nextToken=page["nextToken"])
seen["pages"] = [len(page["results"]), len(rest["results"]), "nextToken" in rest]

error = refused(logs.start_query, logGroupName=group, startTime=start, endTime=end, queryString="fields a | frobnicate")
seen["malformed"] = [error["Error"]["Code"], error["queryCompileError"]["location"]]
error = refused(logs.start_query, logGroupName="/none", startTime=start, endTime=end, queryString="limit 1")
seen["missing"] = [error["Error"]["Code"], error["Error"]["Message"].split(" (Service")[0]]

token = str(uuid.uuid4())
made = logs.put_query_definition(name="py/saved", queryString="limit 1", logGroupNames=[group], clientToken=token)
again = logs.put_query_definition(name="py/saved", queryString="limit 1", logGroupNames=[group], clientToken=token)
found = logs.describe_query_definitions(queryDefinitionNamePrefix="py/")["queryDefinitions"]
deleted = logs.delete_query_definition(queryDefinitionId=made["queryDefinitionId"])
seen["saved"] = [made == again or made["queryDefinitionId"] == again["queryDefinitionId"], len(found), deleted["success"]]

table = logs.create_lookup_table(lookupTableName="owners", tableBody="app,owner\nbackend-app,kim\n")
_, answer = ask(
    "filter ispresent(kubernetes.container_name) | stats count(*) as n by kubernetes.container_name as app"
    " | lookup owners app OUTPUT owner | sort n desc | limit 1"
)
seen["lookup"] = {cell["field"]: cell["value"] for cell in answer["results"][0]}.get("owner")
logs.delete_lookup_table(lookupTableArn=table["lookupTableArn"])

scheduled = logs.create_scheduled_query(
    name="every-minute",
    queryLanguage="CWLI",
    queryString="stats count(*)",
    logGroupIdentifiers=[group],
    scheduleExpression="rate(1 minute)",
    executionRoleArn="arn:aws:iam::000000000000:role/any",
)
listed = logs.list_scheduled_queries()["scheduledQueries"]
history = logs.get_scheduled_query_history(identifier="every-minute", startTime=start, endTime=end)
logs.delete_scheduled_query(identifier=scheduled["scheduledQueryArn"])
seen["scheduled"] = [scheduled["state"], [one["name"] for one in listed], history["triggerHistory"]]

print(json.dumps(seen))
