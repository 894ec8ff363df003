"""What STORAGE_URL may say."""

import pytest

from crm_portal.settings.storage import StorageAddressError, private_storage


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("file:///srv/files", {"location": "/srv/files"}),
        ("file:///srv/my%20files", {"location": "/srv/my files"}),
        (
            "s3://key:s%2Fcret@storage.example:9000/private?secure=0&region=eu-west-1",
            {
                "bucket_name": "private",
                "endpoint_url": "http://storage.example:9000",
                "access_key": "key",
                "secret_key": "s/cret",
                "region_name": "eu-west-1",
                "addressing_style": "path",
            },
        ),
        ("s3://key:secret@storage.example/private", {"endpoint_url": "https://storage.example", "access_key": "key"}),
        (
            "s3://storage.example:9000/private?addressing=virtual",
            {"bucket_name": "private", "addressing_style": "virtual"},
        ),
        ("s3://private", {"bucket_name": "private", "addressing_style": "auto"}),
        ("s3://private?region=eu-west-1", {"bucket_name": "private", "region_name": "eu-west-1"}),
    ],
)
def test_an_address_is_understood(url, options):
    found = private_storage(url)["OPTIONS"]

    assert {name: found[name] for name in options} == options


def test_the_environments_credentials_are_used_where_the_address_has_none():
    assert {"access_key", "secret_key", "endpoint_url"} & private_storage("s3://private")["OPTIONS"].keys() == set()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/files",
        "file://srv/files",
        "file:///",
        "http://storage.example/private",
        "s3://",
        "s3://key:secret@storage.example",
        "s3://key@storage.example/private",
        "s3://key:secret@storage.example:port/private",
        "s3://key:secret@storage.example/private/folder",
        "s3://key:secret@storage.example/private?acl=public-read",
    ],
)
def test_another_address_is_refused_without_quoting_it(url):
    with pytest.raises(StorageAddressError) as refused:
        private_storage(url)

    assert "secret@" not in str(refused.value)
