"""The bucket of files: what everybody may read, and who may write."""

from __future__ import annotations

from typing import Any

from tests.support.template import template
from tests.template.stack import functions, listed, made, policies

CLOSED = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
PUBLIC = {"Fn::Sub": "${FilesBucket.Arn}/public/*"}


def bucket() -> dict[str, Any]:
    found: dict[str, Any] = template()["Resources"]["FilesBucket"]
    return found


def test_everybody_reads_pictures_and_nothing_else() -> None:
    policy = template()["Resources"]["FilesPolicy"]
    assert policy["Condition"] == "BucketServes"
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    wanted = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": PUBLIC}
    assert statement == wanted
    policies_of_buckets = [
        name for name, r in template()["Resources"].items() if r["Type"] == "AWS::S3::BucketPolicy"
    ]
    assert policies_of_buckets == ["FilesPolicy", "ConsoleBucketPolicy"]


def test_the_bucket_is_closed_otherwise_and_outlives_the_stack() -> None:
    properties = bucket()["Properties"]
    assert properties["PublicAccessBlockConfiguration"].items() >= CLOSED.items()
    assert "BucketEncryption" in properties
    assert properties["OwnershipControls"] == {
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]
    }
    assert bucket()["DeletionPolicy"] == "RetainExceptOnCreate"
    assert bucket()["UpdateReplacePolicy"] == "Retain"


def test_what_is_exported_is_removed_after_a_week_and_a_users_data_after_a_day() -> None:
    rules = bucket()["Properties"]["LifecycleConfiguration"]["Rules"]
    assert {(rule["Prefix"], rule["ExpirationInDays"], rule["Status"]) for rule in rules} == {
        ("exports/", 7, "Enabled"),
        ("exports/mine/", 1, "Enabled"),
    }


def test_only_the_form_that_is_signed_for_operators_writes_what_everybody_reads() -> None:
    rights = {
        (name, action)
        for name in functions()
        for several in policies(name).values()
        for statement in several
        for action in listed(statement["Action"])
        if action.startswith("s3:") and PUBLIC in listed(statement["Resource"])
    }
    assert rights == {("getUpload", "s3:PutObject")}


def test_only_the_console_uploads_from_a_browser() -> None:
    (rule,) = bucket()["Properties"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["POST"]
    (origin,) = rule["AllowedOrigins"]
    (api,) = [each for each in made("AWS::ApiGatewayV2::Api").values() if "Body" in each]
    cors = api["Body"]["x-amazon-apigateway-cors"]["Fn::If"][1]
    condition, with_cdn, otherwise = origin["Fn::If"]
    assert condition == "HasConsoleCdn" and [with_cdn] == cors["allowOrigins"]
    local, here, elsewhere = otherwise["Fn::If"]
    assert (local, here) == ("IsLocal", {"Ref": "LocalEndpoint"})
    assert elsewhere == {
        "Fn::If": [
            "HasDomain",
            {"Fn::Sub": "https://${DomainName}"},
            {"Fn::Sub": "https://*.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        ]
    }
