"""The console's page on AWS: CloudFront in front of a closed bucket, strict headers, one origin."""

from __future__ import annotations

from typing import Any

from shop.console.headers import HSTS_S, security_headers
from tests.support.template import template
from tests.template.stack import made, processed

CDN = "HasConsoleCdn"
HOSTS = {
    "Calls": "https://api.example.com",
    "AWS::Region": "ap-east-1",
    "AWS::URLSuffix": "example.com",
}


def config() -> dict[str, Any]:
    (found,) = made("AWS::CloudFront::ResponseHeadersPolicy").values()
    return dict(found["ResponseHeadersPolicyConfig"])


def distribution() -> dict[str, Any]:
    (found,) = made("AWS::CloudFront::Distribution").values()
    return dict(found["DistributionConfig"])


def test_cloudfront_sends_the_headers_that_the_function_sends() -> None:
    told = config()["SecurityHeadersConfig"]
    policy, names = told["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    assert set(names) == {"Calls"}
    for name, value in HOSTS.items():
        policy = policy.replace(f"${{{name}}}", value)
    wanted = security_headers([HOSTS["Calls"], "https://*.s3.ap-east-1.example.com"], [])
    sent = {
        "content-security-policy": policy.strip(),
        "strict-transport-security": f"max-age={HSTS_S}",
        "x-content-type-options": "nosniff",
        "x-frame-options": told["FrameOptions"]["FrameOption"],
        "referrer-policy": told["ReferrerPolicy"]["ReferrerPolicy"],
        **{each["Header"]: each["Value"] for each in config()["CustomHeadersConfig"]["Items"]},
    }
    assert told["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == HSTS_S
    assert sent == wanted


def test_every_header_overrides_what_the_bucket_says() -> None:
    told = [*config()["SecurityHeadersConfig"].values(), *config()["CustomHeadersConfig"]["Items"]]
    assert all(each["Override"] is True for each in told)


def test_only_the_distribution_reads_the_bucket() -> None:
    bucket = made("AWS::S3::Bucket")["ConsoleBucket"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    policy = made("AWS::S3::BucketPolicy")["ConsoleBucketPolicy"]["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statement["Action"] == "s3:GetObject"
    assert "${ConsoleDistribution}" in str(statement["Condition"]["StringEquals"])
    (origin,) = distribution()["Origins"]
    assert origin["OriginAccessControlId"] == {"Ref": "ConsoleAccess"}


def test_the_page_is_compressed_and_only_over_https() -> None:
    behaviour = distribution()["DefaultCacheBehavior"]
    assert behaviour["Compress"] is True
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
    assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "ConsoleHeaders"}
    assert behaviour["AllowedMethods"] == ["GET", "HEAD"]


def test_the_api_answers_browsers_of_the_console_alone() -> None:
    (api,) = [each for each in made("AWS::ApiGatewayV2::Api").values() if "Body" in each]
    condition, cors, otherwise = api["Body"]["x-amazon-apigateway-cors"]["Fn::If"]
    assert condition == CDN and otherwise == {"Ref": "AWS::NoValue"}
    (origin,) = cors["allowOrigins"]
    own, given = origin["Fn::If"][1:]
    assert own == {"Fn::Sub": "https://${ConsoleDomainName}"}
    assert given == {"Fn::Sub": "https://${ConsoleDistribution.DomainName}"}
    assert "allowCredentials" not in cors
    assert set(cors["allowMethods"]) == {"POST"}
    wanted = {"accept-language", "authorization", "content-type", "idempotency-key"}
    assert set(cors["allowHeaders"]) == wanted


def test_china_and_this_machine_have_no_distribution() -> None:
    own = {
        name: each.get("Condition")
        for name, each in processed()["Resources"].items()
        if name in ("ConsoleBucket", "ConsoleBucketPolicy")
        or each["Type"].startswith("AWS::CloudFront::")
    }
    assert len(own) == 5 and set(own.values()) == {CDN}
    condition = template()["Conditions"][CDN]["Fn::And"]
    assert {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws-cn"]}]} in condition
    assert {"Fn::Equals": [{"Ref": "LocalEndpoint"}, ""]} in condition
