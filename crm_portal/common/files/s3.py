"""Files in an S3 service. Imported only where STORAGE_URL names one: boto3 is heavy."""

from storages.backends.s3 import S3Storage

LINK_SECONDS = 120


class PrivateS3Storage(S3Storage):
    """A private bucket, from which files leave by links that live two minutes."""

    def signed_link(self, path: str, *, disposition: str, content_type: str) -> str:
        """A link to the bytes for whoever holds it, for two minutes."""
        parameters = {"ResponseContentDisposition": disposition, "ResponseContentType": content_type}
        return str(self.url(path, parameters=parameters, expire=LINK_SECONDS))
