"""Topics by boto3, as an application would write it. Prints what it saw."""
import json
import sys

import boto3
from botocore.exceptions import ClientError

endpoint, hook = sys.argv[1], sys.argv[2]
sns = boto3.client(
    "sns",
    endpoint_url=endpoint,
    region_name="eu-west-1",
    aws_access_key_id="AKIAANY",
    aws_secret_access_key="any",
)
seen = {}


def refused(call):
    try:
        call()
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


for n in range(119):
    sns.create_topic(Name=f"topic-{n:03}")
arn = sns.create_topic(Name="ops", Attributes={"DisplayName": "ops"}, Tags=[{"Key": "team", "Value": "shop"}])["TopicArn"]
seen["topics"] = sum(len(page["Topics"]) for page in sns.get_paginator("list_topics").paginate())
seen["tags"] = {tag["Key"]: tag["Value"] for tag in sns.list_tags_for_resource(ResourceArn=arn)["Tags"]}
sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}])
sns.untag_resource(ResourceArn=arn, TagKeys=["a", "team"])
seen["untagged"] = {tag["Key"]: tag["Value"] for tag in sns.list_tags_for_resource(ResourceArn=arn)["Tags"]}
sns.set_topic_attributes(TopicArn=arn, AttributeName="MangruLanguage", AttributeValue="ko")
attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
seen["attributes"] = [attributes["DisplayName"], attributes["MangruLanguage"]]
seen["missing"] = refused(lambda: sns.publish(TopicArn=arn + "x", Message="x"))
seen["invalid"] = refused(lambda: sns.subscribe(TopicArn=arn, Protocol="sms", Endpoint="1"))
sns.subscribe(TopicArn=arn, Protocol="slack", Endpoint=hook + "/services/secret")
published = sns.publish(
    TopicArn=arn,
    Message="hello",
    Subject="s",
    MessageAttributes={"level": {"DataType": "String", "StringValue": "high"}},
)
seen["published"] = len(published["MessageId"]) == 36
print(json.dumps(seen))
